// Buttons and overflow menus; busy until the app has answered.
import { usePress } from "./fields.js";
import { Item, Menu } from "./menu.js";
import { plain } from "./mrkdwn_view.js";
import { safe } from "./mrkdwn.js";
import { classes, html } from "./ui.js";

export function Button({ block, element }) {
  const [press, busy] = usePress(block, element);
  const click = () => {
    if (busy) return;
    if (element.url && safe(element.url)) window.open(element.url, "_blank", "noopener");
    press();
  };
  return html`<button class=${classes({ button: true, [element.style]: element.style, busy })} onClick=${click}
    aria-busy=${busy} aria-label=${element.accessibility_label}>${plain(element.text)}</button>`;
}

export function Overflow({ block, element }) {
  const [press, busy] = usePress(block, element);
  const pick = (option) => {
    if (option.url && safe(option.url)) window.open(option.url, "_blank", "noopener");
    press(option.value);
  };
  const items = () =>
    element.options.map((option) => html`<${Item} key=${option.value} onPick=${() => pick(option)}>
      <span>${plain(option.text)}</span>${option.description && html`<small>${plain(option.description)}</small>`}
    <//>`);
  return html`<${Menu} label="More actions" face="⋯" kind="button overflow" busy=${busy} items=${items} />`;
}
