// A button with a menu under it: arrows move, Enter picks, Esc closes, focus comes back to the button.
import { classes, draw, html, useEffect, useLayoutEffect, useRef, useState } from "./ui.js";

function move(event, list) {
  const items = [...list.querySelectorAll("[role^=menuitem]")];
  const row = getComputedStyle(list).gridTemplateColumns.split(" ").length;
  const steps = { ArrowDown: row, ArrowUp: -row, ArrowRight: 1, ArrowLeft: -1, Home: -items.length, End: items.length };
  if (!(event.key in steps) || !items.length) return;
  event.preventDefault();
  const at = items.indexOf(document.activeElement) + steps[event.key];
  const wraps = event.key.startsWith("Arrow");
  items[wraps ? (at + items.length) % items.length : Math.max(0, Math.min(at, items.length - 1))].focus();
}

/** Beside the button, inside the window. */
function place(list, button) {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = list;
  const below = at.bottom + GAP + height < innerHeight || at.top < height + GAP;
  const within = (wanted, size, room) => `${Math.max(GAP, Math.min(wanted, room - size - GAP))}px`;
  list.style.left = within(at.left, width, innerWidth);
  list.style.top = within(below ? at.bottom + GAP : at.top - GAP - height, height, innerHeight);
}

const GAP = 6;

/** Closes when the person presses or goes elsewhere. */
function useElsewhere(open, inside, close) {
  useEffect(() => {
    if (!open) return undefined;
    const away = (event) => inside().some((each) => each?.contains(event.target)) || close();
    const kinds = ["pointerdown", "focusin"];
    kinds.forEach((kind) => document.addEventListener(kind, away));
    return () => kinds.forEach((kind) => document.removeEventListener(kind, away));
  }, [open]);
}

/** `spoken`: the button's name for who does not see it; null when its face is words already. */
export function Menu({ label, spoken = label, face, kind = "", busy = false, children }) {
  const [open, setOpen] = useState(false);
  const button = useRef(null);
  const list = useRef(null);
  const close = () => setOpen(false);
  useElsewhere(open, () => [button.current, list.current], close);
  useLayoutEffect(() => {
    if (!open) return;
    list.current.showPopover();
    place(list.current, button.current);
    (list.current.querySelector("[aria-checked=true]") || list.current.querySelector("[role^=menuitem]"))?.focus();
  }, [open]);
  const picked = () => { close(); button.current?.focus(); };
  const key = (event) => {
    if (event.key !== "Escape") return move(event, list.current);
    event.preventDefault();
    event.stopPropagation();
    return picked();
  };
  return html`<button ref=${button} class=${classes({ [kind]: kind, busy })} aria-haspopup="menu" aria-busy=${busy} aria-expanded=${open}
      aria-label=${spoken} title=${label} onClick=${() => busy || setOpen(!open)}>${Array.isArray(face) ? face.map(draw) : face}</button>
    ${open && html`<div ref=${list} class="menu" popover="manual" role="menu" aria-label=${label}
      onKeyDown=${key} onClick=${picked}>${children}</div>`}`;
}

export const Item = ({ onPick, danger, children }) => html`<button role="menuitem" tabindex="-1"
  class=${classes({ item: true, danger })} onClick=${onPick}>${children}</button>`;
