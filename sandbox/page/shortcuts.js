// The app's shortcuts as lines of a menu: `global` ones, and those of a message (`at`: its channel and ts).
import { Item } from "./menu.js";
import { html, useWorld } from "./ui.js";

export const shortcutsOf = (state, type) => state.shortcuts.filter((each) => each.type === type);

export function Shortcuts({ type, at = {} }) {
  const { state, act } = useWorld();
  return shortcutsOf(state, type).map((each) => html`<${Item} key=${each.callback_id}
    onPick=${() => act("shortcut", { ...at, callback_id: each.callback_id })}><span>${each.name}</span><small>${state.app_name}</small><//>`);
}
