// What the word being typed may become: /commands, @people, #channels.
import { html, useState } from "./ui.js";

const MOST = 6;
const WORD = /(^|\s)([@#])([^\s@#]*(?: [^\s@#]*)?)$/;

const begins = (name, typed) => name.toLowerCase().split(/[\s-]/).concat(name.toLowerCase()).some((part) => part.startsWith(typed.toLowerCase()));

/** The commands that begin like what is typed; after a blank the one that was meant. */
const commandsFor = (text, commands) =>
  commands.filter(({ command }) => (text.includes(" ") ? text.startsWith(`${command} `) : command.startsWith(text)))
    .map((each) => ({ key: each.command, text: `${each.command} `, name: each.command, hint: each.usage_hint, more: each.description }));

/** Lines of {key, text: what the whole draft becomes, name, hint, more}, best first. */
export function completionsFor(text, state, inThread) {
  if (text.startsWith("/")) return inThread ? [] : commandsFor(text, state.commands);
  const [, , mark, typed] = WORD.exec(text) || [];
  if (!mark) return [];
  const start = text.slice(0, text.length - typed.length);
  const names = mark === "@" ? Object.entries(state.names).map(([id, each]) => [id, each.name]) : state.channels.filter((each) => !each.is_im).map((each) => [each.id, each.name]);
  return names.filter(([, name]) => begins(name, typed) && name !== typed).slice(0, MOST)
    .map(([key, name]) => ({ key, text: `${start}${name} `, name: `${mark}${name}` }));
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** {lines, at: the one in front, key(event): true when it was about them, naming: ARIA for the field, id}. Esc sends them away until one types on. */
export function useCompletions(text, state, inThread, id) {
  const [chosen, choose] = useState({ text: "", at: 0 });
  const at = chosen.text === text ? chosen.at : 0;
  const lines = at < 0 ? [] : completionsFor(text, state, inThread);
  const key = (event) => {
    if (!lines.length || !(event.key in STEPS || event.key === "Escape")) return false;
    event.preventDefault();
    event.stopPropagation();
    choose({ text, at: event.key === "Escape" ? -1 : (at + STEPS[event.key] + lines.length) % lines.length });
    return true;
  };
  const naming = { "aria-autocomplete": "list", "aria-controls": lines.length ? id : undefined, "aria-activedescendant": lines.length ? `${id}-${at}` : undefined };
  return { lines, at, key, naming, id };
}

export const Completions = ({ of: { lines, at, id }, onPick }) => lines.length > 0 && html`<div class="hints" role="listbox" id=${id} aria-label="Suggestions">${lines.map((each, number) => html`
  <button key=${each.key} role="option" tabindex="-1" id=${`${id}-${number}`} aria-selected=${number === at} onClick=${() => onPick(each)}><b>${each.name}</b> ${each.hint && html`<code>${each.hint}</code>`}
    ${each.more && html`<small>${each.more}</small>`}</button>`)}</div>`;
