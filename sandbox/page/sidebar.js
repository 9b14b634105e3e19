// What this person's Slack holds: the workspace, channels, direct messages, the app.
import { Avatar } from "./avatar.js";
import { Connect, Mark, nameOf } from "./channel.js";
import { slugOf } from "./look.js";
import { classes, html, useWorld } from "./ui.js";

function ChannelLine({ channel, open }) {
  const { state, go } = useWorld();
  const unread = !open && channel.unread;
  const pick = () => go({ channel: slugOf(channel), thread: null, home: null });
  return html`<li><button class=${classes({ line: true, open, unread })} aria-current=${open ? "page" : undefined} onClick=${pick}>
    <${Mark} channel=${channel} /><span class="words">${nameOf(channel, state)}</span><${Connect} channel=${channel} />
    ${unread > 0 && html`<span class="count">${unread}<span class="unseen"> unread</span></span>`}</button></li>`;
}

function AppLine() {
  const { state, look, act, go } = useWorld();
  const open = () => { act("open_home", {}); go({ home: "1", channel: null, thread: null }); };
  return html`<li><button class=${classes({ line: true, open: look.home })} aria-current=${look.home ? "page" : undefined} onClick=${open}>
    <${Avatar} name=${state.bot.app_name} bot=${true} size=${20} /><span class="words">${state.bot.app_name}</span>
    <span class="badge">APP</span></button></li>`;
}

const Part = ({ title, children }) => html`<h3>${title}</h3><ul>${children}</ul>`;

export function Sidebar({ openId }) {
  const { state } = useWorld();
  const team = state.teams.find((each) => each.id === state.me.team_id);
  const lines = (channels) => channels.map((each) => html`<${ChannelLine} key=${each.id} channel=${each} open=${each.id === openId} />`);
  const direct = state.channels.filter((each) => each.is_im);
  return html`<nav class="pane list" tabindex="-1" aria-label="Channels">
    <header class="workspace"><span class="sign" aria-hidden="true">${team.name[0]}</span><h2>${team.name}</h2></header>
    <div class="scroller">
      <${Part} title="Channels">${lines(state.channels.filter((each) => !each.is_im))}<//>
      ${direct.length > 0 && html`<${Part} title="Direct messages">${lines(direct)}<//>`}
      <${Part} title="Apps"><${AppLine} /><//>
    </div>
  </nav>`;
}
