// The browser's own modal dialog: focus stays inside, the rest is inert, and focus goes back where it was.
import { draw, html, useLayoutEffect, useRef, useState } from "./ui.js";

const START = ".body :is(input, select, textarea, button), .foot button";

/** Where one begins: the field the app says, else the first. */
export const firstIn = (dialog) => dialog.querySelector("[data-first]") || dialog.querySelector(START);

/** `turn` changes when other content takes the dialog over: then its first field gets the focus. */
export function Dialog({ label, kind = "", turn = "", onClose, children }) {
  const dialog = useRef(null);
  useLayoutEffect(() => {
    dialog.current.showModal();
    return () => dialog.current?.close();
  }, []);
  useLayoutEffect(() => firstIn(dialog.current)?.focus(), [turn]);
  const cancel = (event) => {
    if (event.target !== dialog.current) return;
    event.preventDefault();
    onClose();
  };
  return html`<dialog ref=${dialog} class=${`dialog ${kind}`} aria-label=${label} onCancel=${cancel}>${children}</dialog>`;
}

/** [ask(confirm object) -> Promise<boolean>, the question that is open, or nothing]; {title, text, confirm, deny, danger}. */
export function useAsking() {
  const [question, setQuestion] = useState(null);
  const ask = (asked) => new Promise((resolve) => {
    setQuestion({ ...asked, answer: (yes) => { setQuestion(null); resolve(yes); } });
  });
  return [ask, question && html`<${Confirm} ...${question} />`];
}

const Confirm = ({ title, text, confirm, deny, danger, answer }) => html`
  <${Dialog} label=${title} kind="confirm" onClose=${() => answer(false)}>
    <h2>${title}</h2>
    <div class="body">${draw(text)}</div>
    <div class="foot">
      <button class="plain" onClick=${() => answer(false)}>${deny}</button>
      <button class=${danger ? "danger" : "primary"} onClick=${() => answer(true)}>${confirm}</button>
    </div>
  <//>`;
