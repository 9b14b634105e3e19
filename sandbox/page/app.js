// The whole page: one snapshot from the server in, what the person does out.
import { render } from "preact";
import { post } from "./actions.js";
import { ChannelPane, ThreadPane } from "./channel.js";
import { useSlack } from "./connection.js";
import { useAsking } from "./dialog.js";
import { toNewest, useFocus } from "./focus.js";
import { Notices, Rings, useNotices } from "./fresh.js";
import { paneOf, useLook } from "./look.js";
import { Modal } from "./modal.js";
import "./parts.js";
import { QuickSwitch } from "./switcher.js";
import { classes, draw, html, useEffect, World } from "./ui.js";
import { Welcome } from "./welcome.js";

/** What the server should tell of. It tells that back, so that one knows what a snapshot shows. */
const wantedFrom = ({ as, channel, thread, home, inspect }) => ({ as, channel: channel || "", thread_ts: thread, home: Boolean(home), inspect: Boolean(inspect) });

const shows = (state, wanted, ...names) => Boolean(state) && names.every((name) => state.look[name] === wanted[name]);

const SILENT = new Set(["not_acked", "no_such_view", "no_such_button", "already_reacted", "no_reaction"]);

const Waiting = ({ children }) => html`<main class="pane main" tabindex="-1" aria-busy=${!children}>${children}</main>`;

function Main({ state, wanted }) {
  const { home, channel } = state;
  const thread = shows(state, wanted, "thread_ts") && state.thread;
  if (!shows(state, wanted, "channel", "home")) return html`<${Waiting} />`;
  if (home) return draw(home);
  if (!channel) return html`<${Waiting}><p class="empty">${state.me.name} is in no channel.</p><//>`;
  return html`<${ChannelPane} channel=${channel} />${thread && html`<${ThreadPane} channel=${channel} thread=${thread} />`}`;
}

function App() {
  const [look, go] = useLook();
  const wanted = wantedFrom(look);
  const [state, online] = useSlack(wanted, () => go({ as: null, channel: null, thread: null }));
  const [notices, tell, dismiss] = useNotices(state);
  const [ask, question] = useAsking();
  useEffect(() => { if (state) document.title = state.title; }, [state?.title]);
  useFocus(look, shows(state, wanted, "channel", "home", "thread_ts"));
  if (!state) return html`<p class="starting">${online ? "Opening the local Slack…" : "Waiting for the local Slack…"}</p>`;
  const act = async (verb, body) => {
    const answer = await post(verb, { user: state.me.id, ...body });
    if (!answer.ok && !answer.shown?.length && !SILENT.has(answer.error)) tell(`That did not work: ${answer.error}`);
    return answer;
  };
  return html`<${World.Provider} value=${{ state, look, go, act, ask, tell }}>
    <div class=${classes({ slack: true, threaded: look.thread && !look.home, inspecting: look.inspect })} data-pane=${paneOf(look)}
        style=${`--team:${state.team_colour}`}>
      <button class="skip" onClick=${toNewest}>Skip to the newest message</button>
      <header class="bar-top"><h1 class="unseen">Local Slack</h1>${state.bar.map(draw)}</header>
      ${!online && html`<div class="offline" role="status">Reconnecting…</div>`}
      <${Welcome} />
      <div class="panes">${draw(state.sidebar)}<${Main} state=${state} wanted=${wanted} />${look.inspect && draw(state.inspector)}</div>
      <${Rings} /><${QuickSwitch} />
      ${state.views.length > 0 ? html`<${Modal} key=${state.me.id} views=${state.views} notices=${notices} />`
        : html`<${Notices} notices=${notices} onDismiss=${dismiss} />`}
      ${question}
    </div>
  <//>`;
}

render(html`<${App} />`, document.body);
