// The browser's own modal dialog: focus stays inside, the rest is inert, and focus goes back where it was.
import { html, useLayoutEffect, useRef } from "./ui.js";

const START = "[data-first], [autofocus], .body :is(input, select, textarea, button), .foot button.primary, .foot button";

/** `turn` changes when other content takes the dialog over: then its first field gets the focus. */
export function Dialog({ label, kind = "", turn = "", onClose, children }) {
  const dialog = useRef(null);
  useLayoutEffect(() => {
    dialog.current.showModal();
    return () => dialog.current?.close();
  }, []);
  useLayoutEffect(() => dialog.current.querySelector(START)?.focus(), [turn]);
  const cancel = (event) => {
    if (event.target !== dialog.current) return;
    event.preventDefault();
    onClose();
  };
  return html`<dialog ref=${dialog} class=${`dialog ${kind}`} aria-label=${label} onCancel=${cancel}>${children}</dialog>`;
}

/** Slack's confirm object: {title, text, confirm, deny, style}. */
export function Confirm({ title, text, confirm, deny, danger, onYes, onNo }) {
  return html`<${Dialog} label=${title} kind="confirm" onClose=${onNo}>
    <h2>${title}</h2>
    <div class="body">${text}</div>
    <div class="foot">
      <button class="plain" onClick=${onNo}>${deny}</button>
      <button class=${danger ? "danger" : "primary"} onClick=${onYes}>${confirm}</button>
    </div>
  <//>`;
}
