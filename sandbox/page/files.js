// Files that are chosen but not sent, and pictures.
import { useField, useNaming } from "./fields.js";
import { html, Icon, useEffect, useMemo, useRef, useState } from "./ui.js";

const STEPS = ["bytes", "kB", "MB", "GB"];

function sizeOf(bytes) {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), STEPS.length - 1);
  return `${(bytes / 1000 ** step).toFixed(step && bytes / 1000 ** step < 10 ? 1 : 0)} ${STEPS[step]}`;
}

const pictured = (type) => /^image\/(png|jpe?g|gif|webp|svg)/.test(type);

/** Decoration that goes when it cannot be shown. */
export const Picture = (attributes) => html`<img ...${attributes} onError=${(event) => event.target.remove()} />`;

/** A chosen file: a File of this browser, or one the server already has. */
function Chosen({ file, onRemove }) {
  const preview = useMemo(() => (file instanceof File && pictured(file.type) ? URL.createObjectURL(file) : null), [file]);
  useEffect(() => () => preview && URL.revokeObjectURL(preview), [preview]);
  return html`<li class="chosen">
    ${preview ? html`<img src=${preview} alt="" />` : html`<span aria-hidden="true">📄</span>`}
    <span><b>${file.name}</b><small>${sizeOf(file.size || 0)}</small></span>
    <${Icon} label=${`Remove ${file.name}`} face="×" onClick=${onRemove} />
  </li>`;
}

export const ChosenFiles = ({ files, onChange }) => files.length > 0 && html`<ul class="chosen-files">
  ${files.map((file, number) => html`<${Chosen} key=${`${file.name}${number}`} file=${file}
    onRemove=${() => onChange(files.filter((each) => each !== file))} />`)}</ul>`;

/** Drag and drop for any element: props to spread on it, and whether something hangs over it. */
export function useDrop(onFiles) {
  const [over, setOver] = useState(false);
  const carries = (event) => [...event.dataTransfer.types].includes("Files");
  return [over, {
    onDragOver: (event) => { if (carries(event)) { event.preventDefault(); setOver(true); } },
    onDragLeave: (event) => event.currentTarget.contains(event.relatedTarget) || setOver(false),
    onDrop: (event) => { if (carries(event)) { event.preventDefault(); setOver(false); onFiles([...event.dataTransfer.files]); } },
  }];
}

/** Somewhere to choose files: [open(), the hidden input that opens]. */
export function useChooser(onFiles, attributes = {}) {
  const field = useRef(null);
  const picked = (event) => { onFiles([...event.target.files]); event.target.value = ""; };
  return [() => field.current.click(), html`<input ref=${field} type="file" multiple ...${attributes} onChange=${picked} />`];
}

export function FileField(field) {
  const [value, change] = useField(field);
  const files = value || [];
  const own = files.every((file) => file instanceof File);
  const add = (more) => change([...(own ? files : []), ...more]);
  const [over, drop] = useDrop(add);
  const [open, input] = useChooser(add, { class: "unseen", multiple: field.most > 1, accept: field.accept, ...useNaming(field) });
  return html`<div class=${over ? "drop over" : "drop"} ...${drop}>${input}
    <span><button class="button" tabindex="-1" aria-hidden="true" onClick=${open}>Add files</button>${" "}or drop them here</span>
    <${ChosenFiles} files=${files} onChange=${change} />
  </div>`;
}
