// Breaking Slack on purpose: each switch breaks one call or delivery in five, until it is switched off.
import { html, useWorld } from "./ui.js";

const RATE = 0.2;
const KINDS = {
  ratelimited: "Too many requests", server_error: "Slack errors", timeout_before: "No answer", timeout_after: "Answer lost",
  drop_socket: "Connection drops", duplicate: "Comes twice", late: "Comes late", reorder: "Out of order",
};

export function Faults() {
  const { state, act } = useWorld();
  const on = new Map(state.faults.map((fault) => [fault.kind, fault]));
  const turn = async (kind) => {
    const left = state.faults.filter((fault) => fault.kind !== kind);
    if (!on.has(kind)) return act("faults", { kind, rate: RATE });
    await act("faults", { clear: true });
    for (const { kind: other, method, rate, count, seed, delay_s } of left) {
      await act("faults", { kind: other, rate, seed, delay_s, ...(method && { method }), ...(count && { count }) });
    }
    return null;
  };
  return html`<fieldset class="faults"><legend>Break one in five, on purpose</legend>${Object.entries(KINDS).map(([kind, words]) => html`
    <button key=${kind} class="fault" aria-pressed=${on.has(kind)} onClick=${() => turn(kind)}>${words}${on.get(kind)?.hits ? ` · ${on.get(kind).hits}` : ""}</button>`)}</fieldset>`;
}
