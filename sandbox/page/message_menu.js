// What one can do with a message: react, reply, the app's message shortcuts, edit and delete one's own.
import { emojiOf, REACTIONS } from "./emoji.js";
import { Item, Menu } from "./menu.js";
import { Shortcuts, shortcutsOf } from "./shortcuts.js";
import { html, Icon, useWorld } from "./ui.js";

const Reactions = ({ at }) => {
  const { act } = useWorld();
  const items = () => REACTIONS.map((name) => html`<${Item} key=${name} onPick=${() => act("react", { ...at, name })}>
    <span aria-hidden="true">${emojiOf(name)}</span> <span class="emoji-name">${name.replaceAll("_", " ")}</span><//>`);
  return html`<${Menu} label="Add a reaction" face="☺" kind="icon" items=${items} />`;
};

export function MessageMenu({ message, channelId, inThread, onEdit, onReply }) {
  const { state, act, ask } = useWorld();
  const at = { channel: channelId, message_ts: message.ts };
  const mine = message.user === state.me.id && !message.bot && (!message.subtype || message.subtype === "file_share");
  const remove = async () => {
    const words = { title: "Delete message", text: "This cannot be undone.", confirm: "Delete", deny: "Cancel", style: "danger" };
    if (await ask(words)) act("delete", at);
  };
  const items = () => html`
    ${!inThread && html`<${Item} onPick=${onReply}>Reply in thread<//>`}
    <${Shortcuts} type="message" at=${at} />
    ${mine && html`<${Item} onPick=${onEdit}>Edit message<//><${Item} danger onPick=${remove}>Delete message<//>`}`;
  const empty = inThread && !shortcutsOf(state, "message").length && !mine;
  return html`<div class="tools">
    <${Reactions} at=${at} />
    ${!inThread && html`<${Icon} label="Reply in thread" face="💬" onClick=${onReply} />`}
    ${!empty && html`<${Menu} label="More actions" face="⋯" kind="icon" items=${items} />`}
  </div>`;
}
