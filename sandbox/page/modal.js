// The form in front: what was typed survives every update, errors stand under their fields.
import { upload } from "./actions.js";
import { Dialog } from "./dialog.js";
import { forget } from "./drafts.js";
import { enteredIn, idOf } from "./fields.js";
import { classes, draw, html, Icon, Surface, useBusy, useEffect, useState, useWorld } from "./ui.js";

/** What is sent: all that was entered since the form opened. */
async function valuesOf(surface) {
  const entered = enteredIn(surface, true);
  for (const { block } of surface.fields.filter((field) => field.files && entered[field.block])) {
    // Files the server already has stay as they are: they cannot be sent again from here.
    if (entered[block].every((file) => file instanceof File)) entered[block] = await upload(entered[block]);
    else delete entered[block];
  }
  return entered;
}

function focusFirst(surface, errors) {
  const wrong = surface.fields.find((field) => errors[field.block]);
  const control = wrong && document.getElementById(idOf(surface, wrong));
  (control?.querySelector("input") || control)?.focus();
}

/** {errors, busy, submit(), cleared(block_id)} of the form in front. */
function useForm(surface) {
  const { act } = useWorld();
  const [errors, setErrors] = useState({});
  const [busy, wait] = useBusy();
  const send = async () => {
    const answer = await act("submit", { ...surface.target, values: await valuesOf(surface) });
    // The server names errors by label; fields are known by block_id.
    setErrors(Object.fromEntries(surface.fields.map(({ block, label }) => [block, answer.errors?.[label]]).filter(([, text]) => text)));
  };
  useEffect(() => focusFirst(surface, errors), [Object.keys(errors).join()]);
  const cleared = (blockId) => errors[blockId] && setErrors({ ...errors, [blockId]: undefined });
  return { errors, busy, submit: () => busy || wait(send()), cleared };
}

function Form({ view, depth, notices }) {
  const { act } = useWorld();
  const target = { view_id: view.id };
  const surface = { name: view.id, target, fields: view.fields };
  const { errors, busy, submit, cleared } = useForm(surface);
  const [before] = useState(notices);
  const close = () => act("close", target);
  const key = (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && view.submit && submit();
  return html`<${Surface.Provider} value=${{ ...surface, errors, onChange: cleared }}>
    <header class="head">${depth > 1 && html`<${Icon} label="Back" face="←" onClick=${close} />`}
      <h2>${view.title}</h2>
      <${Icon} label="Close" face="×" onClick=${() => act("close", { ...target, all: true })} /></header>
    <div class="body" onKeyDown=${key}>${draw(view.blocks)}</div>
    ${notices.filter((each) => !before.includes(each)).map((each) => html`
      <p class="trouble" role="alert" key=${each.id}><span aria-hidden="true">⚠ </span>${each.text}</p>`)}
    <footer class="foot">
      <button class="plain" onClick=${close}>${view.close}</button>
      ${view.submit && html`<button class=${classes({ primary: true, busy })} aria-busy=${busy} onClick=${submit}>${view.submit}</button>`}
    </footer>
  <//>`;
}

/** The top of the stack. A form that left the stack is forgotten. */
export function Modal({ views, notices }) {
  const { act } = useWorld();
  const view = views.at(-1);
  useEffect(() => () => forget(`${view.id}/`), []);
  return html`<${Dialog} label=${view.title} kind="modal" turn=${view.id} onClose=${() => act("close", { view_id: view.id })}>
    <${Form} key=${view.id} view=${view} depth=${views.length} notices=${notices} />
  <//>`;
}
