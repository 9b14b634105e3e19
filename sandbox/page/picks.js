// Elements where one picks from what is offered while one types: several of a menu, and what the app suggests.
import { idOf, useField, useNaming, whereIs } from "./fields.js";
import { Offered, takes, useOffered } from "./offered.js";
import { html, useRef, useState, useSurface, useWorld } from "./ui.js";

const PAUSE_MS = 200;

const Chip = ({ text, onRemove }) => html`<span class="chip">${text}
  <button aria-label=${`Remove ${text}`} onClick=${onRemove}>×</button></span>`;

/** `find(typed)` gives lines {key: the value, name}; `textOf(value)` names what is picked. */
function Picks({ field, several, typed, setTyped, find, textOf }) {
  const surface = useSurface();
  const [value, change] = useField(field);
  const [here, setHere] = useState(false);
  const area = useRef(null);
  const picked = several ? value || [] : value ? [value] : [];
  const full = picked.length >= (several ? field.most || Infinity : 1);
  const lines = here && !full ? find(typed).filter((each) => !picked.includes(each.key)) : [];
  const offered = useOffered(lines, typed, `${idOf(surface, field)}-${field.action}-offered`);
  const set = (next) => change(several ? next : next[0] || "");
  const pick = ({ key }) => { setTyped(""); set([...picked, key]); area.current?.focus(); };
  const press = (event) => {
    if (offered.key(event)) return;
    if (event.key === "Backspace" && !typed && picked.length) set(picked.slice(0, -1));
    if (takes(event) && offered.lines.length && (typed || event.key === "Enter")) { event.preventDefault(); pick(offered.lines[offered.at]); }
  };
  return html`<div class="picks">
    ${picked.map((each) => html`<${Chip} key=${each} text=${textOf(each)} onRemove=${() => set(picked.filter((one) => one !== each))} />`)}
    ${!full && html`<input ref=${area} class="text" role="combobox" aria-expanded=${offered.lines.length > 0} autocomplete="off" placeholder=${field.placeholder}
      value=${typed} ...${offered.naming} ...${useNaming(field)} onInput=${(event) => setTyped(event.target.value)} onKeyDown=${press}
      onFocus=${() => setHere(true)} onBlur=${() => setHere(false)} />`}
    <${Offered} of=${offered} onPick=${pick} /></div>`;
}

export function ManyField(field) {
  const [typed, setTyped] = useState("");
  const lines = field.groups.flatMap(({ label, options }) => options.map((each) => ({ key: each.value, name: each.text, more: label })));
  const find = (text) => lines.filter((each) => each.name.toLowerCase().includes(text.toLowerCase()));
  const textOf = (value) => lines.find((each) => each.key === value)?.name || value;
  return html`<${Picks} field=${field} several=${true} ...${{ typed, setTyped, find, textOf }} />`;
}

/** The app is asked when one stops typing. */
export function SuggestField(field) {
  const surface = useSurface();
  const { act } = useWorld();
  const [typed, setTyped] = useState("");
  const [found, setFound] = useState({ text: "", lines: [] });
  const timer = useRef(0);
  const ask = async (text) => {
    const answer = text.length >= field.least ? await act("suggest", { ...whereIs(surface, field), query: text }) : {};
    setFound({ text, lines: (answer.options || []).map((each) => ({ key: each, name: each })) });
  };
  const type = (text) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(ask, PAUSE_MS, text);
  };
  const find = (text) => (found.text === text ? found.lines : []);
  const textOf = (value) => field.texts[value] || value;
  return html`<${Picks} field=${field} several=${field.several} setTyped=${type} ...${{ typed, find, textOf }} />`;
}
