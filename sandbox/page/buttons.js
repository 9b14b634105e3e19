// What one presses. Buttons of the app are busy until it has answered.
import { usePress } from "./fields.js";
import { addressOf } from "./look.js";
import { Item, Menu } from "./menu.js";
import { classes, draw, html, useWorld } from "./ui.js";

const open = (url) => url && window.open(url, "_blank", "noopener");

/** The page's own: a verb of the control, another look of the page, or both. */
export function Act({ verb, body, to, children, ...attributes }) {
  const { act, go } = useWorld();
  const press = () => { if (verb) act(verb, body); if (to) go(to); };
  return html`<button ...${attributes} onClick=${press}>${children}</button>`;
}

/** Somebody else's eyes; a link, so that it can be opened in a tab of its own. */
export function Become({ person, children, ...attributes }) {
  const { look, go } = useWorld();
  const become = { as: person, home: null };
  const pick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(become);
  };
  return html`<a ...${attributes} href=${addressOf({ ...look, ...become })} onClick=${pick}>${children}</a>`;
}

/** The app's, in blocks. */
export function Button({ kind, url, value, children, ...field }) {
  const [press, busy] = usePress(field);
  const click = () => { if (!busy) { open(url); press(value); } };
  return html`<button class=${classes({ button: true, [kind]: kind, busy })} aria-busy=${busy} aria-label=${field["aria-label"]}
    onClick=${click}>${children}</button>`;
}

export function Overflow({ options, label, ...field }) {
  const [press, busy] = usePress(field);
  return html`<${Menu} label=${label} face="⋯" kind="button overflow" busy=${busy}>${options.map((each) => html`
    <${Item} key=${each.value} onPick=${() => { open(each.url); press(each.value); }}>
      ${draw(each.text)}${each.description && html`<small>${draw(each.description)}</small>`}<//>`)}<//>`;
}
