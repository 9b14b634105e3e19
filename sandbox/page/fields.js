// What one Block Kit element holds, and how the app hears of it.
//
// Held values are what a person enters: text; an option's `value`; ids; lists of these; 2026-11-25; 15:40; unix seconds; files.
import { draft, useDraft } from "./drafts.js";
import { useState, useSurface, useWorld } from "./ui.js";

const bare = (name, value) => {
  if (name.endsWith("_options")) return (value || []).map((option) => option.value);
  return name.endsWith("_option") ? value?.value : value;
};

/** From the view's `state.values`, else from the element's `initial_...`. */
function initialOf(element, held) {
  const source = held || element;
  const name = Object.keys(source).find((each) => (held ? each !== "type" : each.startsWith("initial_")));
  return name ? bare(name, source[name]) ?? "" : "";
}

export const keyOf = (surface, block, element) => `${surface.key}/${block.block_id}/${element.action_id}`;
export const idOf = (surface, block) => `${surface.key}-${block.block_id}`.replace(/[^\w-]/g, "_");

/** What was entered in a form's inputs since it opened, by block_id; files are left out unless asked for. */
export function enteredIn(surface, blocks, withFiles = false) {
  const inputs = blocks.filter((block) => block.type === "input" && (withFiles || block.element.type !== "file_input"));
  const entered = inputs.map((block) => [block.block_id, draft(keyOf(surface, block, block.element))]);
  return Object.fromEntries(entered.filter(([, value]) => value !== undefined));
}


/** `press(value)` tells the app, after Slack's confirm object if there is one; [press, busy]. */
export function usePress(block, element) {
  const surface = useSurface();
  const { act, ask } = useWorld();
  const [busy, setBusy] = useState(false);
  const press = async (value, picked) => {
    const confirm = picked?.confirm || element.confirm;
    if (confirm && !(await ask(confirm))) return null;
    setBusy(true);
    const values = surface.blocks ? { values: enteredIn(surface, surface.blocks) } : {};
    const where = { ...surface.target, ...values, block_id: block.block_id, action_id: element.action_id };
    const answer = await act("click", value === undefined ? where : { ...where, value });
    setBusy(false);
    return answer;
  };
  return [press, busy];
}

/** [value, change(value, tell = true), busy]. Outside input blocks, and with dispatch_action, the app hears each change. */
export function useField(block, element) {
  const surface = useSurface();
  const [press, busy] = usePress(block, element);
  const held = surface.values?.[block.block_id]?.[element.action_id];
  const initial = initialOf(element, held);
  const heard = block.type !== "input" || block.dispatch_action;
  // Outside forms the app's newer word wins over what was once picked.
  const key = block.type === "input" ? keyOf(surface, block, element) : `${keyOf(surface, block, element)}/${initial}`;
  const [value, set] = useDraft(key, initial);
  const change = (next, tell = true) => {
    set(next);
    surface.onChange?.(block.block_id);
    if (heard && tell) press(next);
  };
  return [value, change, busy, heard ? press : null];
}

/** Ids and ARIA that tie a control to its label, hint and error. */
export function useNaming(block, element) {
  const surface = useSurface();
  const id = idOf(surface, block);
  if (block.type !== "input") return { "aria-label": element.placeholder?.text || block.text?.text || element.type.replaceAll("_", " ") };
  const wrong = Boolean(surface.errors?.[block.block_id]);
  const described = [wrong && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(" ");
  return { id, "aria-describedby": described || undefined, "aria-invalid": wrong, "aria-required": !block.optional };
}
