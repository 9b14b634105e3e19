// Ctrl+K: to a channel, to direct messages or to the app, by name.
import { Dialog } from "./dialog.js";
import { Offered, useOffered } from "./offered.js";
import { html, useEffect, useState, useWorld } from "./ui.js";

const MOST = 8;

function Switcher({ close }) {
  const { state, go } = useWorld();
  const [typed, setTyped] = useState("");
  const found = state.places.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()));
  const offered = useOffered(found.slice(0, MOST), typed, "places");
  const { lines, at } = offered;
  const pick = (line) => { close(); go(line.to); };
  const key = (event) => {
    if (event.key === "Enter" && lines[at]) pick(lines[at]);
    else if (event.key !== "Escape") offered.key(event);
  };
  return html`<${Dialog} label="Go to" kind="switcher" onClose=${close}><div class="body">
    <input class="text" role="combobox" aria-label="Go to" aria-expanded=${lines.length > 0} autocomplete="off" placeholder="Where to?" value=${typed}
      ...${offered.naming} onInput=${(event) => setTyped(event.target.value)} onKeyDown=${key} />
    <${Offered} of=${offered} onPick=${pick} /></div><//>`;
}

/** Not while a form is open: it wants an answer first. */
export function QuickSwitch() {
  const [open, setOpen] = useState(false);
  useEffect(() => addEventListener("keydown", (event) => {
    if (event.key !== "k" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    setOpen(!document.querySelector("dialog"));
  }), []);
  return open && html`<${Switcher} close=${() => setOpen(false)} />`;
}
