// One message, as everybody sees it: who, when, what, and what hangs under it.
import { Avatar } from "./avatar.js";
import { Blocks } from "./blocks.js";
import { ago, clockTime, fullTime } from "./dates.js";
import { Emoji, Mrkdwn } from "./mrkdwn_view.js";
import { FileTile } from "./files.js";
import { MessageMenu } from "./message_menu.js";
import { unescaped } from "./mrkdwn.js";
import { classes, html, Surface, useEffect, useRef, useState, useWorld } from "./ui.js";

const SYSTEM = new Set(["channel_join", "channel_leave", "group_join", "group_leave"]);

/** What a person would have typed to get this text. */
const typedOf = (text, names) =>
  unescaped(text.replace(/<([^<>]+)>/g, (whole, inside) => {
    const [target] = inside.split("|");
    if (target.startsWith("@")) return `@${names[target.slice(1)]?.name || target.slice(1)}`;
    return /^[!#]/.test(target) ? (target.startsWith("!") && !target.includes("^") ? `@${target.slice(1)}` : whole) : target;
  }));

export function From({ teamId }) {
  const { state } = useWorld();
  const team = state.teams.find((each) => each.id === teamId);
  if (!team || teamId === state.me.team_id) return null;
  return html`<span class="from" style=${`--team:${team.icon_color}`} title=${`From ${team.name}`}>${team.name}</span>`;
}

function Reactions({ message, channelId }) {
  const { state, act } = useWorld();
  const nameOf = (id) => (id === state.me.id ? "You" : state.names[id]?.name || "somebody");
  return html`<div class="reactions">${message.reactions.map(({ name, users }) => {
    const own = users.includes(state.me.id);
    const label = `${users.map(nameOf).join(", ")} reacted with ${name.replaceAll("_", " ")}`;
    const turn = () => act("react", { channel: channelId, message_ts: message.ts, name, remove: own });
    return html`<button key=${name} class=${classes({ reaction: true, own })} aria-pressed=${own} title=${label} onClick=${turn}>
      <${Emoji} name=${name} /> ${users.length}</button>`;
  })}</div>`;
}

function Replies({ message, onReply }) {
  const { state } = useWorld();
  const count = message.reply_count;
  const faces = message.reply_users.slice(0, 4).map((id) => state.names[id] || { name: "?" });
  return html`<button class="replies" onClick=${onReply}>
    ${faces.map((face) => html`<${Avatar} key=${face.name} name=${face.name} bot=${face.is_bot} size=${22} />`)}
    <b>${count} ${count === 1 ? "reply" : "replies"}</b>
    ${message.latest_reply && html`<small>Last reply ${ago(Number(message.latest_reply), state.clock.now)}</small>`}
  </button>`;
}

function Edit({ message, channelId, onDone }) {
  const { state, act } = useWorld();
  const [text, setText] = useState(() => typedOf(message.text, state.names));
  const area = useRef(null);
  useEffect(() => area.current.focus(), []);
  const save = async () => { if (text.trim()) await act("edit", { channel: channelId, message_ts: message.ts, text }); onDone(); };
  const key = (event) => {
    if (event.key === "Escape") onDone();
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); save(); }
  };
  return html`<div class="edit"><textarea class="text" aria-label="Edit message" rows="3" ref=${area} value=${text}
      onInput=${(event) => setText(event.target.value)} onKeyDown=${key}></textarea>
    <button class="button" onClick=${onDone}>Cancel</button>
    <button class="button primary" onClick=${save}>Save</button></div>`;
}

function Said({ message, channelId }) {
  const target = { channel: channelId, message_ts: message.ts };
  const surface = { kind: "message", key: `${channelId}/${message.ts}`, target };
  return html`${message.blocks
    ? html`<${Surface.Provider} value=${surface}><${Blocks} blocks=${message.blocks} /><//>`
    : message.text && html`<${Mrkdwn} text=${message.text} />`}
    ${message.edited && html`<span class="edited">(edited)</span>`}
    ${message.files?.length > 0 && html`<div class="files">
      ${message.files.map((file) => html`<${FileTile} key=${file.id} file=${file} />`)}</div>`}`;
}

function Head({ message }) {
  const { state } = useWorld();
  return html`<div class="head"><b class="name">${message.name}</b>
    ${message.bot && html`<span class="badge">APP</span>`}<${From} teamId=${message.team_id} />
    <time title=${fullTime(message.ts, state.me)}>${clockTime(message.ts, state.me)}</time></div>`;
}

/** `compact`: by the same author right after the one before, so the head is left out. */
export function Message({ message, channelId, compact = false, inThread = false, onReply }) {
  const [editing, setEditing] = useState(false);
  if (SYSTEM.has(message.subtype)) return html`<div class="system"><${Mrkdwn} text=${message.text} /></div>`;
  return html`<article class=${classes({ message: true, compact, pinned: message.pinned, private: message.only_you })} tabindex="-1" data-ts=${message.ts}
      aria-label=${`${message.name}${message.only_you ? ", only visible to you" : ""}`}>
    ${message.pinned && html`<p class="note">📌 Pinned</p>`}
    ${message.only_you && html`<p class="note">👁 Only visible to you</p>`}
    ${compact ? html`<span class="gutter" />` : html`<${Avatar} name=${message.name} bot=${message.bot} icon=${message.icon} />`}
    <div class="content">
      ${!compact && html`<${Head} message=${message} />`}
      ${editing ? html`<${Edit} message=${message} channelId=${channelId} onDone=${() => setEditing(false)} />`
        : html`<${Said} message=${message} channelId=${channelId} />`}
      ${message.reactions?.length > 0 && html`<${Reactions} message=${message} channelId=${channelId} />`}
      ${!inThread && message.reply_count > 0 && html`<${Replies} message=${message} onReply=${onReply} />`}
    </div>
    ${!message.only_you && !editing && html`<${MessageMenu} message=${message} channelId=${channelId} inThread=${inThread}
      onEdit=${() => setEditing(true)} onReply=${onReply} />`}
  </article>`;
}
