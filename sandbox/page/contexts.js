// What the whole page shares, without handing it through every component.
import { createContext } from "preact";

/** {state: the snapshot, look, go(change), act(verb, body): the person does it, tell(text): a line for the person}. */
export const World = createContext(null);

/** Where blocks stand: {kind: message|modal|home, key, target: fields that say where, errors?: {block_id: text}, onChange?}. */
export const Surface = createContext(null);
