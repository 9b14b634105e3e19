// The form in front: what was typed survives every update, errors stand under their fields.
import { upload } from "./actions.js";
import { Blocks } from "./blocks.js";
import { Dialog } from "./dialog.js";
import { forget } from "./drafts.js";
import { enteredIn, idOf } from "./fields.js";
import { plain } from "./mrkdwn_view.js";
import { unescaped } from "./mrkdwn.js";
import { classes, html, Icon, Surface, useEffect, useState, useWorld } from "./ui.js";

/** The server names errors by label; fields are known by block_id. */
function errorsByBlock(view, errors) {
  const inputs = view.blocks.filter((block) => block.type === "input");
  const pairs = inputs.map((block) => [block.block_id, errors[block.label.text]]);
  return Object.fromEntries(pairs.filter(([, text]) => text));
}

async function valuesOf(surface, view) {
  const entered = enteredIn(surface, view.blocks, true);
  for (const block of view.blocks) {
    const files = block.element?.type === "file_input" && entered[block.block_id];
    if (!files) continue;
    // Files the server already has stay as they are: they cannot be sent again from here.
    if (files.every((file) => file instanceof File)) entered[block.block_id] = await upload(files);
    else delete entered[block.block_id];
  }
  return entered;
}

function focusFirst(surface, view, errors) {
  const block = view.blocks.find((each) => errors[each.block_id]);
  const field = block && document.getElementById(idOf(surface, block));
  (field?.querySelector("input") || field)?.focus();
}

/** {errors, busy, submit(), cleared(block_id)} of the form in front. */
function useForm(surface, view) {
  const { act } = useWorld();
  const [errors, setErrors] = useState({});
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    if (busy) return;
    setBusy(true);
    const answer = await act("submit", { view_id: view.id, values: await valuesOf(surface, view) });
    setBusy(false);
    setErrors(errorsByBlock(view, answer.errors || {}));
  };
  useEffect(() => focusFirst(surface, view, errors), [Object.keys(errors).join()]);
  const cleared = (blockId) => errors[blockId] && setErrors({ ...errors, [blockId]: undefined });
  return { errors, busy, submit, cleared };
}

function Form({ view, depth, notices }) {
  const { act } = useWorld();
  const target = { view_id: view.id };
  const base = { kind: "modal", key: view.id, target, values: view.state?.values, blocks: view.blocks };
  const { errors, busy, submit, cleared } = useForm(base, view);
  const close = () => act("close", target);
  const key = (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && view.submit && submit();
  return html`<${Surface.Provider} value=${{ ...base, errors, onChange: cleared }}>
    <header class="head">${depth > 1 && html`<${Icon} label="Back" face="←" onClick=${close} />`}
      <h2>${plain(view.title)}</h2>
      <${Icon} label="Close" face="×" onClick=${() => act("close", { ...target, all: true })} /></header>
    <div class="body" onKeyDown=${key}><${Blocks} blocks=${view.blocks} /></div>
    ${notices.map((each) => html`<p class="trouble" role="alert" key=${each.id}>
      <span aria-hidden="true">⚠ </span>${unescaped(each.text)}</p>`)}
    <footer class="foot">
      <button class="plain" onClick=${close}>${plain(view.close) || (view.submit ? "Cancel" : "Close")}</button>
      ${view.submit && html`<button class=${classes({ primary: true, busy })} aria-busy=${busy}
        onClick=${submit}>${plain(view.submit)}</button>`}
    </footer>
  <//>`;
}

/** The top of the stack. A form that left the stack is forgotten. */
export function Modal({ views, notices }) {
  const { act } = useWorld();
  const view = views.at(-1);
  useEffect(() => () => forget(`${view.id}/`), []);
  return html`<${Dialog} label=${plain(view.title)} kind="modal" turn=${view.id} onClose=${() => act("close", { view_id: view.id })}>
    <${Form} key=${view.id} view=${view} depth=${views.length} notices=${notices} />
  <//>`;
}
