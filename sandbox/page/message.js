// One message: what the server drew of it, what one can do with it, and its text while it is edited.
import { MessageMenu } from "./message_menu.js";
import { draw, html, useEffect, useRef, useState, useWorld } from "./ui.js";

function Edit({ message, channelId, onDone }) {
  const { act } = useWorld();
  const [text, setText] = useState(message.typed);
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

export function Message({ message, channelId, inThread = false, onReply }) {
  const [editing, setEditing] = useState(false);
  const { mine, only_you: secret } = message;
  const edit = () => setEditing(true);
  if (message.system) return html`<div class="system">${draw(message.system)}</div>`;
  return html`<article class=${message.look} tabindex="-1" aria-label=${message.spoken} onEdit=${mine && edit} data-ts=${message.ts}>
    ${draw(message.note)}
    ${draw(message.face)}
    <div class="content">
      ${draw(message.head)}
      ${editing ? html`<${Edit} message=${message} channelId=${channelId} onDone=${() => setEditing(false)} />` : message.said.map(draw)}
      ${message.under.map(draw)}
    </div>
    ${!secret && !editing && html`<${MessageMenu} message=${message} channelId=${channelId} inThread=${inThread}
      onEdit=${edit} onReply=${onReply} />`}
  </article>`;
}
