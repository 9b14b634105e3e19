// Elements where one types: text, formatted text, address, number, date, time.
import { useField, useNaming } from "./fields.js";
import { html, useRef } from "./ui.js";

const NEAR_LIMIT = 0.8;

/** Slack counts down only when the end is near. */
function Counter({ most, length }) {
  if (!most || length < most * NEAR_LIMIT) return null;
  const left = most - length;
  const words = left < 0 ? `${-left} too many` : `${left} left`;
  return html`<span class=${left < 0 ? "counter over" : "counter"} aria-live="polite">${words}</span>`;
}

// Around what is selected, or before each of its lines.
const FORMATS = [
  ["Bold", "B", "*"], ["Italic", "I", "_"], ["Strikethrough", "S", "~"], ["Code", "</>", "`"],
  ["Bulleted list", "•", null, () => "• "], ["Numbered list", "1.", null, (number) => `${number + 1}. `], ["Quote", "❝", null, () => "> "],
];

/** A `mark` around what is selected, or what is `before` each of its lines. */
function format(area, onChange, mark, before) {
  const { value, selectionStart, selectionEnd: end } = area.current;
  const start = mark ? selectionStart : value.lastIndexOf("\n", selectionStart - 1) + 1;
  const chosen = value.slice(start, end);
  const made = mark ? mark + chosen + mark : chosen.split("\n").map((line, number) => before(number) + line).join("\n");
  onChange(value.slice(0, start) + made + value.slice(end));
  area.current.focus();
  requestAnimationFrame(() => area.current?.setSelectionRange(start + (mark ? 1 : made.length), start + made.length - (mark ? 1 : 0)));
}

const SHORTCUTS = { b: "*", i: "_" };

/** Ctrl+B, Ctrl+I: true when it was one of them. */
export function formats(event, area, onChange) {
  const mark = (event.ctrlKey || event.metaKey) && SHORTCUTS[event.key];
  if (mark) { event.preventDefault(); format(area, onChange, mark); }
  return Boolean(mark);
}

const Formats = ({ area, onChange }) => html`<div class="formats" role="toolbar" aria-label="Formatting">${FORMATS.map(([label, face, mark, before]) => html`
    <button key=${label} class="icon" aria-label=${label} title=${label} onClick=${() => format(area, onChange, mark, before)}>${face}</button>`)}</div>`;

export function TextField(field) {
  const { kind, lines, most, rich, on, inputmode, placeholder } = field;
  const [value, change, , press] = useField(field);
  const area = useRef(null);
  const write = (text) => change(text, on.includes("on_character_entered"));
  const key = (event) => {
    if (rich && formats(event, area, write)) return;
    if (event.key !== "Enter" || (lines > 1 && !event.ctrlKey && !event.metaKey)) return;
    event.preventDefault();
    if (on.includes("on_enter_pressed")) press(value);
  };
  const shared = { value, placeholder, class: "text", ref: area, onKeyDown: key, onInput: (event) => write(event.target.value), ...useNaming(field) };
  return html`<div class=${rich ? "typed rich" : "typed"}>
    ${rich && html`<${Formats} area=${area} onChange=${write} />`}
    ${lines > 1 ? html`<textarea rows=${lines} ...${shared}></textarea>`
      : html`<input type=${kind} inputmode=${inputmode} autocomplete="off" ...${shared} />`}
    <${Counter} most=${most} length=${(value || "").length} /></div>`;
}

export function MomentField(field) {
  const [value, change] = useField(field);
  return html`<input class="text short" type=${field.kind} value=${value} ...${useNaming(field)} onChange=${(event) => change(event.target.value)} />`;
}
