// What one can do with a message: react, reply, the app's message shortcuts, edit and delete one's own.
import { Item, Menu } from "./menu.js";
import { Shortcuts, shortcutsOf } from "./shortcuts.js";
import { html, Icon, useWorld } from "./ui.js";

const DELETE = { title: "Delete message", text: "This cannot be undone.", confirm: "Delete", deny: "Cancel", danger: true };

export function MessageMenu({ message, channelId, inThread, onEdit, onReply }) {
  const { state, act, ask } = useWorld();
  const at = { channel: channelId, message_ts: message.ts };
  const { mine } = message;
  const remove = async () => (await ask(DELETE)) && act("delete", at);
  const empty = inThread && !shortcutsOf(state, "message").length && !mine;
  return html`<div class="tools">
    <${Menu} label="Add a reaction" face="☺" kind="icon">${Object.entries(state.reactions).map(([name, face]) => html`
      <${Item} key=${name} onPick=${() => act("react", { ...at, name })}>
        <span class="face" aria-hidden="true">${face}</span><span class="unseen">${name.replaceAll("_", " ")}</span><//>`)}<//>
    ${!inThread && html`<${Icon} label="Reply in thread" face="💬" onClick=${onReply} />`}
    ${!empty && html`<${Menu} label="More actions" face="⋯" kind="icon">
      ${!inThread && html`<${Item} onPick=${onReply}>Reply in thread<//>`}
      <${Shortcuts} type="message" at=${at} />
      ${mine && html`<${Item} onPick=${onEdit}>Edit message<//><${Item} danger onPick=${remove}>Delete message<//>`}<//>`}
  </div>`;
}
