// Where the keyboard is: it follows where one goes, and is never lost with what it stood on.
import { firstIn } from "./dialog.js";
import { useEffect, useRef } from "./ui.js";

const shown = (each) => each?.checkVisibility();
const find = (selector) => [...document.querySelectorAll(selector)].filter(shown).at(-1);

/** The newest message, else the pane itself. */
export const toNewest = () => (find(".main .message") || find(".pane"))?.focus();

/** Keeps the keyboard near what it stood on when that goes: in its form, message or pane; out of a form, where it was. Who tabs on is left alone. */
function keep() {
  let last = null, near = [];
  const away = ({ type, relatedTarget }) => { if (type !== "blur" || relatedTarget) last = null; };
  const came = ({ target }) => {
    last = target;
    if (!target.closest("dialog, .menu")) near = [".message", ".pane"].map((each) => target.closest(each));
    if (target.closest(".inspector")) near = [find(".inspect")];
  };
  const check = () => {
    if (!last || document.activeElement !== document.body) return;
    const dialog = find("dialog");
    (dialog ? firstIn(dialog) : [last, ...near, find(".pane")].find(shown))?.focus({ preventScroll: true });
  };
  for (const each of ["pointerdown", "blur"]) document.addEventListener(each, away, true);
  document.addEventListener("focusin", came);
  new MutationObserver(check).observe(document.body, { childList: true, subtree: true });
  return check;
}

/** What one came for: where one writes, else the pane; out of a thread, the message it hangs under. */
function arrive(look, before) {
  const left = before.thread && !look.thread && find(`.main [data-ts="${before.thread}"]`);
  if (left) return left.querySelector(".replies") || left;
  if (look.thread) return find(".thread, .thread textarea");
  if (look.home) return find(".home");
  return look.channel ? find(".main, .main textarea") : find(".list [aria-current]");
}

export const PLACES = ["channel", "thread", "home"];

/** Follows the look of the page; `ready` once it is drawn. Who became another or went on is left alone. */
export function useFocus(look, ready) {
  const check = useRef(null);
  const before = useRef(look);
  useEffect(() => { check.current = keep(); }, []);
  useEffect(() => {
    if (!ready) return;
    const moved = look.moved || PLACES.some((each) => look[each] !== before.current[each]);
    const at = document.activeElement;
    const stayed = at === look.from || at.matches("body, .pane, .message");
    if (look !== before.current && look.as === before.current.as && moved && stayed) arrive(look, before.current)?.focus();
    before.current = look;
    check.current();
  }, [look, ready]);
}
