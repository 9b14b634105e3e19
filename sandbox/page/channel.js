// The open channel, and the thread beside it.
import { Composer } from "./composer.js";
import { MessageList } from "./message_list.js";
import { html, Icon, useWorld } from "./ui.js";

const merged = (messages, ephemerals) => [...messages, ...ephemerals].sort((one, other) => one.ts - other.ts);

export const Back = ({ label, change }) => {
  const { go } = useWorld();
  return html`<${Icon} kind="back" label=${label} face="←" onClick=${() => go(change)} />`;
};

/** # open, a lock private, @ direct. */
const markOf = (channel) => (channel.is_im ? "@" : channel.is_private ? "🔒" : "#");
export const Mark = ({ channel }) => html`<span class="mark" aria-hidden="true">${markOf(channel)}</span>`;

export const Connect = ({ channel }) => channel.is_ext_shared && html`<span class="connect" role="img"
  aria-label="Slack Connect: shared with another organisation" title="Slack Connect: shared with another organisation">◇◇</span>`;

const Members = ({ channel }) => {
  const { state } = useWorld();
  const names = channel.member_ids.map((id) => state.names[id]?.name).filter(Boolean);
  return html`<span class="members" title=${names.join(", ")}>${names.length} ${names.length === 1 ? "member" : "members"}</span>`;
};

const SharedWith = ({ channel }) => {
  const { state } = useWorld();
  const others = state.teams.filter((team) => channel.team_ids.includes(team.id) && team.id !== state.me.team_id);
  const names = others.map((team) => team.name).join(", ");
  return channel.is_ext_shared && names && html`<p class="shared">◇◇ People of ${names} are in this channel.</p>`;
};

export function nameOf(channel, state) {
  return channel.is_im ? state.bot.app_name : channel.name;
}

export function ChannelPane({ channel }) {
  const { state, go } = useWorld();
  const here = state.ephemerals.filter((each) => !each.thread_ts || each.thread_ts === each.ts);
  const name = nameOf(channel, state);
  return html`<main class="pane main" tabindex="-1" aria-label=${`Channel ${name}`}>
    <header class="top"><${Back} label="Channels" change=${{ channel: null, thread: null, home: null }} />
      <h2><${Mark} channel=${channel} />${name}</h2><${Connect} channel=${channel} />
      ${channel.topic && html`<span class="topic">${channel.topic}</span>`}<${Members} channel=${channel} /></header>
    <${SharedWith} channel=${channel} />
    <${MessageList} place=${`${state.me.id}/${channel.id}`} label=${`Messages in ${name}`} messages=${merged(channel.messages, here)}
      channelId=${channel.id} onReply=${(message) => go({ thread: message.ts })}>
      ${channel.messages.length === 0 && html`<p class="empty">This is the very beginning of <b>${name}</b>. Say something.</p>`}
    <//>
    <${Composer} key=${`${state.me.id}${channel.id}`} channelId=${channel.id} placeholder=${`Message ${channel.is_im ? "" : "#"}${name}`} />
  </main>`;
}

export function ThreadPane({ channel, thread }) {
  const { state, go } = useWorld();
  const { root, replies } = thread;
  const here = state.ephemerals.filter((each) => each.thread_ts === root.ts);
  return html`<aside class="pane thread" tabindex="-1" aria-label="Thread">
    <header class="top"><${Back} label="Back to the channel" change=${{ thread: null }} />
      <h2>Thread</h2><span class="topic"><${Mark} channel=${channel} />${nameOf(channel, state)}</span>
      <${Icon} kind="close" label="Close thread" face="×" onClick=${() => go({ thread: null })} /></header>
    <${MessageList} place=${`${state.me.id}/${root.ts}`} label="Messages in this thread" inThread=${true}
      messages=${[root, ...merged(replies, here)]} channelId=${channel.id} />
    <${Composer} key=${`${state.me.id}${root.ts}`} channelId=${channel.id} threadTs=${root.ts} placeholder="Reply…" />
  </aside>`;
}
