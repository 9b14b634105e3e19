// What people have typed and chosen but not sent. It outlives every snapshot, `views.update` and a pushed view.
import { useState } from "./ui.js";

const kept = new Map();

export const draft = (key) => kept.get(key);
export const forget = (start) => [...kept.keys()].filter((key) => key.startsWith(start)).forEach((key) => kept.delete(key));

/** Like useState, but the value is kept under the key; until something is set it is `initial`. */
export function useDraft(key, initial) {
  const [, redraw] = useState(0);
  const set = (value) => {
    kept.set(key, value);
    redraw((count) => count + 1);
  };
  return [kept.has(key) ? kept.get(key) : initial, set];
}
