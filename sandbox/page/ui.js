// What every module draws with: hooks, markup as tagged templates, what the server drew, and what the whole page shares.
import { createContext, h } from "preact";
import { useContext, useState } from "preact/hooks";
import htm from "htm";

export * from "preact/hooks";

/** What is put into a template is text or a component, never HTML. */
export const html = htm.bind(h);

/** Components the server may name in what it draws; parts.js fills them in. */
export const parts = {};

/** What the server drew: [tag, attributes, ...children], a text, or nothing. Words are put in as text. */
export const draw = (node) => (Array.isArray(node) ? h(parts[node[0]] || node[0], node[1], ...node.slice(2).map(draw)) : node);

/** The class names whose value is true. */
export const classes = (names) => Object.keys(names).filter((name) => names[name]).join(" ");

/** {state: the snapshot, look, go(change), act(verb, body): the person does it, ask(confirm), tell(text)}. */
export const World = createContext();
export const useWorld = () => useContext(World);

/** Where blocks stand: {name, target: what a click says of the place, fields: what is typed there, errors?: {block_id: text}, onChange?}. */
export const Surface = createContext();
export const useSurface = () => useContext(Surface);

/** [busy, wait(promise)]: true until what was begun is over. */
export function useBusy() {
  const [busy, setBusy] = useState(false);
  const wait = (promise) => { setBusy(true); return promise.finally(() => setBusy(false)); };
  return [busy, wait];
}

export const Icon = ({ label, face, onClick, kind = "" }) =>
  html`<button class=${`icon ${kind}`} aria-label=${label} title=${label} onClick=${onClick}>${face}</button>`;
