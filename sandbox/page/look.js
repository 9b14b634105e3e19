// What this tab looks at lives in the address, so two tabs can be two people.
import { PLACES } from "./focus.js";
import { useEffect, useState } from "./ui.js";

const NAMES = ["as", "channel", "thread", "home", "inspect"];

const read = () => {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(NAMES.map((name) => [name, query.get(name)]));
};

/** The address of a look: {as, channel, thread, home, inspect}, each a string or null. */
export function addressOf(look) {
  const query = new URLSearchParams();
  NAMES.forEach((name) => look[name] && query.set(name, look[name]));
  return `?${query}`;
}

/** The look, and `go(change)` that moves to another one and leaves a step for the Back button. */
export function useLook() {
  const [look, setLook] = useState(read);
  useEffect(() => addEventListener("popstate", () => setLook(read())), []);
  const go = (change) => {
    const next = { ...read(), ...change };
    if (addressOf(next) !== addressOf(read())) history.pushState(null, "", addressOf(next));
    setLook({ ...next, moved: PLACES.some((each) => each in change), from: document.activeElement });
  };
  return [look, go];
}

/** Which pane fills a narrow screen. */
export const paneOf = (look) => (look.thread ? "thread" : look.channel || look.home ? "main" : "list");
