// What goes on between Slack and the app, as it happens: calls up, deliveries down, what went wrong in red.
import { secondsTime } from "./dates.js";
import { Faults } from "./faults.js";
import { classes, html, Icon, useState, useWorld } from "./ui.js";

const WAYS = { call: ["→ Slack", "The app called Slack"], delivery: ["→ app", "Slack told the app"] };

function Line({ line }) {
  const { state } = useWorld();
  const [way, spoken] = WAYS[line.way];
  return html`<details class=${classes({ inspected: true, wrong: line.wrong })}>
    <summary><time>${secondsTime(line.at, state.me)}</time>
      <span class="way" title=${spoken}>${way}</span> <b>${line.name}</b> <span class="outcome">${line.outcome}</span></summary>
    <pre>${line.said}</pre>${line.answered && html`<pre>${line.answered}</pre>`}</details>`;
}

export function Inspector() {
  const { state, go } = useWorld();
  const [only, setOnly] = useState(false);
  const lines = (state.inspected || []).filter((line) => !only || line.wrong);
  return html`<aside class="pane inspector" tabindex="-1" aria-label="Inspector">
    <header class="top"><h2>Inspector</h2>
      <${Icon} kind="close" label="Close inspector" face="×" onClick=${() => go({ inspect: null })} /></header>
    <${Faults} />
    <label class="only"><input type="checkbox" checked=${only} onChange=${() => setOnly(!only)} /> Only what went wrong</label>
    <div class="scroller" tabindex="0" role="log" aria-label="Calls and deliveries">
      ${lines.map((line) => html`<${Line} key=${line.id} line=${line} />`)}
      ${lines.length === 0 && html`<p class="empty">Nothing${only ? " went wrong" : ""} so far.</p>`}</div>
  </aside>`;
}
