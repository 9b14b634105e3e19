// What every module draws with: hooks, markup as tagged templates, and what the whole page shares.
import { createContext, h } from "preact";
import { useContext } from "preact/hooks";
import htm from "htm";

export * from "preact/hooks";

/** What is put into a template is text or a component, never HTML. */
export const html = htm.bind(h);

/** The class names whose value is true. */
export const classes = (names) => Object.keys(names).filter((name) => names[name]).join(" ");

/** {state: the snapshot, look, go(change), act(verb, body): the person does it, ask(confirm), tell(text)}. */
export const World = createContext();
export const useWorld = () => useContext(World);

/** Where blocks stand: {key, target: what a click says of the place, blocks?, values?, errors?: {block_id: text}, onChange?}. */
export const Surface = createContext();
export const useSurface = () => useContext(Surface);

export const Icon = ({ label, face, onClick, kind = "" }) =>
  html`<button class=${`icon ${kind}`} aria-label=${label} title=${label} onClick=${onClick}>${face}</button>`;
