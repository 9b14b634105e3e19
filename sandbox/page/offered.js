// Lines offered under what is typed: arrows move, Enter or Tab takes one, Esc sends them away until one types on.
import { html, useState } from "./ui.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** Of lines {key, name, hint?, more?, text}: {lines, at: the one in front, key(event): true when it was about them, naming: ARIA for the field, id}. */
export function useOffered(found, text, id) {
  const [chosen, choose] = useState({ text: "", at: 0 });
  const at = chosen.text === text ? chosen.at : 0;
  const lines = at < 0 ? [] : found;
  const key = (event) => {
    if (!lines.length || !(event.key in STEPS || event.key === "Escape")) return false;
    event.preventDefault();
    event.stopPropagation();
    choose({ text, at: event.key === "Escape" ? -1 : (at + STEPS[event.key] + lines.length) % lines.length });
    return true;
  };
  const there = lines.length > 0;
  const naming = { "aria-autocomplete": "list", "aria-controls": there ? id : undefined, "aria-activedescendant": there ? `${id}-${at}` : undefined };
  return { lines, at, key, naming, id };
}

export const takes = (event) => (event.key === "Tab" || event.key === "Enter") && !event.shiftKey;

export const Offered = ({ of: { lines, at, id }, onPick }) => lines.length > 0 && html`
  <div class="hints" role="listbox" id=${id} aria-label="Suggestions" onMouseDown=${(event) => event.preventDefault()}>${lines.map((each, number) => html`
    <button key=${each.key} role="option" tabindex="-1" id=${`${id}-${number}`} aria-selected=${number === at} onClick=${() => onPick(each)}>
      <b>${each.name}</b> ${each.hint && html`<code>${each.hint}</code>`}${each.more && html`<small>${each.more}</small>`}</button>`)}</div>`;
