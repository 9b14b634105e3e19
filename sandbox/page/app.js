// The whole page: one snapshot from the server in, what the person does out.
import { render } from "preact";
import { post } from "./actions.js";
import { ChannelPane, ThreadPane } from "./channel.js";
import { useSlack } from "./connection.js";
import { Confirm } from "./dialog.js";
import { toNewest, useFocus } from "./focus.js";
import { HomePane } from "./home.js";
import { Inspector } from "./inspector.js";
import { channelFor, paneOf, useLook } from "./look.js";
import { Modal } from "./modal.js";
import { plain, Text } from "./mrkdwn_view.js";
import { Notices, useNotices } from "./notices.js";
import { Rings } from "./rings.js";
import { Sidebar } from "./sidebar.js";
import { Clock, InspectorSwitch, PersonSwitch } from "./top_bar.js";
import { Welcome } from "./welcome.js";
import { classes, html, useEffect, useState, World } from "./ui.js";

/** [question or null, ask(confirm object) -> Promise<boolean>]. */
function useAsking() {
  const [question, setQuestion] = useState(null);
  const ask = (confirm) => new Promise((resolve) => {
    setQuestion({ confirm, answer: (yes) => { setQuestion(null); resolve(yes); } });
  });
  return [question, ask];
}

const words = (given) => (typeof given === "string" ? given : plain(given));

const Question = ({ confirm, answer }) => html`<${Confirm} title=${words(confirm.title)} danger=${confirm.style === "danger"}
  text=${typeof confirm.text === "string" ? confirm.text : html`<${Text} of=${confirm.text} />`}
  confirm=${words(confirm.confirm)} deny=${words(confirm.deny)} onYes=${() => answer(true)} onNo=${() => answer(false)} />`;

/** What the server should tell of; the channel by id once the snapshot has named them. */
const wantedFrom = (look, channel) => ({ as: look.as, channel: look.home ? null : channel?.id || null, thread_ts: look.thread, inspect: Boolean(look.inspect) });

const ERRORS = { not_acked: null, no_such_view: null, no_such_button: null, already_reacted: null, no_reaction: null };

function Main({ state, look, channel }) {
  if (look.home) return html`<${HomePane} />`;
  if (!state.channels.length) return html`<main class="pane main" tabindex="-1"><p class="empty">${state.me.name} is in no channel.</p></main>`;
  if (!channel || state.channel?.id !== channel.id) return html`<main class="pane main" tabindex="-1" aria-busy="true" />`;
  const thread = look.thread && state.thread?.root.ts === look.thread ? state.thread : null;
  return html`<${ChannelPane} channel=${state.channel} />${thread && html`<${ThreadPane} channel=${state.channel} thread=${thread} />`}`;
}

/** True once what is looked at is there. */
const drawn = (state, look, channel) =>
  Boolean(state) && (look.home || !state.channels.length || (channel && state.channel?.id === channel.id && (!look.thread || state.thread?.root.ts === look.thread)));

function useTitle(state, channel) {
  const unread = state ? state.channels.reduce((sum, each) => sum + (each.id === channel?.id ? 0 : each.unread), 0) : 0;
  useEffect(() => {
    if (state) document.title = `${unread ? `(${unread}) ` : ""}${state.me.name} · local Slack`;
  }, [state?.me.name, unread]);
}

function App() {
  const [look, go] = useLook();
  const [channels, setChannels] = useState([]);
  const channel = channelFor(look.channel, channels);
  const [state, online] = useSlack(wantedFrom(look, channel), () => go({ as: null, channel: null, thread: null }));
  const [notices, tell, dismiss] = useNotices(state);
  const [question, ask] = useAsking();
  useEffect(() => { if (state) setChannels(state.channels); }, [state]);
  useTitle(state, channel);
  useFocus(look, drawn(state, look, channel));
  if (!state) return html`<p class="starting">${online ? "Opening the local Slack…" : "Waiting for the local Slack…"}</p>`;
  const act = async (verb, body) => {
    const answer = await post(verb, { user: state.me.id, ...body });
    if (!answer.ok && !answer.shown?.length && !(answer.error in ERRORS)) tell(`That did not work: ${answer.error}`);
    return answer;
  };
  const team = state.teams.find((each) => each.id === state.me.team_id);
  return html`<${World.Provider} value=${{ state, look, go, act, ask, tell }}>
    <div class=${classes({ slack: true, threaded: look.thread && !look.home, inspecting: look.inspect })} data-pane=${paneOf(look)}
        style=${`--team:${team.icon_color}`}>
      <button class="skip" onClick=${toNewest}>Skip to the newest message</button>
      <header class="bar-top"><h1 class="unseen">Local Slack</h1><${PersonSwitch} /><${InspectorSwitch} /><${Clock} /></header>
      ${!online && html`<div class="offline" role="status">Reconnecting…</div>`}
      <${Welcome} />
      <div class="panes"><${Sidebar} openId=${look.home ? null : channel?.id} />
        <${Main} state=${state} look=${look} channel=${channel} />${look.inspect && html`<${Inspector} />`}</div>
      <${Rings} />
      ${state.views.length > 0 && html`<${Modal} key=${state.me.id} views=${state.views} notices=${notices} />`}
      ${state.views.length === 0 && html`<${Notices} notices=${notices} onDismiss=${dismiss} />`}
      ${question && html`<${Question} ...${question} />`}
    </div>
  <//>`;
}

render(html`<${App} />`, document.body);
