// What one element of a form holds, how the app hears of it, and what stands around it.
//
// A field is what the server told of it: {block, action, form: in an input block, heard: the app hears each change, value, ...}.
// Values are what a person enters: text; an option's `value`; ids; lists of these; 2026-11-25; 15:40; files.
import { draft, useDraft } from "./drafts.js";
import { classes, html, useBusy, useSurface, useWorld } from "./ui.js";

export const keyOf = (surface, field) => `${surface.name}/${field.block}/${field.action}`;
export const idOf = (surface, field) => `${surface.name}-${field.block}`.replace(/[^\w-]/g, "_");

/** What was entered here since it opened, by block_id; files are left out unless asked for. */
export function enteredIn(surface, withFiles = false) {
  const fields = surface.fields.filter((field) => withFiles || !field.files);
  const entered = fields.map((field) => [field.block, draft(keyOf(surface, field))]);
  return Object.fromEntries(entered.filter(([, value]) => value !== undefined));
}

/** What names the element to the control. */
export const whereIs = (surface, { block, action }) => ({ ...surface.target, block_id: block, action_id: action });

/** `press(value)` tells the app, after Slack's confirm object if there is one; [press, busy]. */
export function usePress(field) {
  const surface = useSurface();
  const { act, ask } = useWorld();
  const [busy, wait] = useBusy();
  const press = async (value) => {
    if (field.confirm && !(await ask(field.confirm))) return null;
    const values = surface.fields.length ? enteredIn(surface) : undefined;
    return wait(act("click", { ...whereIs(surface, field), values, value }));
  };
  return [press, busy];
}

/** [value, change(value, tell = true), busy, press]. */
export function useField(field) {
  const surface = useSurface();
  const [press, busy] = usePress(field);
  // Outside forms the app's newer word wins over what was once picked.
  const key = field.form ? keyOf(surface, field) : `${keyOf(surface, field)}/${field.value}`;
  const [value, set] = useDraft(key, field.value);
  const change = (next, tell = true) => {
    set(next);
    surface.onChange?.(field.block);
    if (field.heard && tell) press(next);
  };
  return [value, change, busy, press];
}

/** Ids and ARIA that tie a control to its label, hint and error. */
export function useNaming(field) {
  const surface = useSurface();
  if (!field.form) return { "aria-label": field.name };
  const id = idOf(surface, field);
  const wrong = Boolean(surface.errors?.[field.block]);
  const described = [wrong && `${id}-error`, field.hint && `${id}-hint`].filter(Boolean).join(" ");
  const required = field.role === "group" ? undefined : !field.optional;
  return { id, "aria-describedby": described || undefined, "aria-invalid": wrong, "aria-required": required, "data-first": field.first || undefined };
}

/** An input block: label, control, error, hint. */
export function Labelled({ block, label, hint, optional, grouped, children }) {
  const surface = useSurface();
  const id = idOf(surface, { block });
  const error = surface.errors?.[block];
  const words = html`${label}${optional && html` <span class="optional">(optional)</span>`}`;
  return html`<div class=${classes({ field: true, wrong: error })}>
    ${grouped ? html`<span class="label" id=${`${id}-label`}>${words}</span>` : html`<label class="label" for=${id}>${words}</label>`}
    ${children}
    ${error && html`<p class="error" id=${`${id}-error`}><span aria-hidden="true">⚠ </span>${error}</p>`}
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
  </div>`;
}
