// Where one writes: text, files, /commands, the app's global shortcuts.
import { upload } from "./actions.js";
import { completionsFor } from "./completions.js";
import { useDraft } from "./drafts.js";
import { ChosenFiles, useChooser, useDrop } from "./files.js";
import { Menu } from "./menu.js";
import { Offered, takes, useOffered } from "./offered.js";
import { Shortcuts, shortcutsOf } from "./shortcuts.js";
import { formats } from "./typed.js";
import { classes, html, Icon, useBusy, useEffect, useRef, useWorld } from "./ui.js";

function GlobalShortcuts() {
  const { state } = useWorld();
  return shortcutsOf(state, "global").length > 0 && html`<${Menu} label="Shortcuts" face="⚡" kind="icon"><${Shortcuts} type="global" /><//>`;
}

/** Grows with what is typed. */
function useHeight(text) {
  const area = useRef(null);
  useEffect(() => {
    area.current.style.height = "auto";
    area.current.style.height = `${area.current.scrollHeight + 2}px`;
  }, [text]);
  return area;
}

/** One's own newest message, as with ↑ in Slack. */
const editLast = (pane) => [...pane.querySelectorAll(".mine")].at(-1)?.dispatchEvent(new Event("edit"));

function useSending(place) {
  const world = useWorld();
  const key = `composer/${world.state.me.id}/${place.channelId}/${place.threadTs || ""}`;
  const [text, setText] = useDraft(key, "");
  const [files, setFiles] = useDraft(`${key}/files`, []);
  const [busy, wait] = useBusy();
  const go = async () => {
    if (busy || (!text.trim() && !files.length)) return;
    setText("");
    setFiles([]);
    const said = { channel: place.channelId, thread_ts: place.threadTs, text: text.trim(), files: await upload(files) };
    if (!(await wait(world.act("write", said))).ok) { setText(text); setFiles(files); }
  };
  return { text, setText, files, addFiles: (more) => setFiles([...files, ...more]), setFiles, busy, go };
}

export function Composer({ channelId, threadTs, placeholder }) {
  const { state } = useWorld();
  const { text, setText, files, addFiles, setFiles, busy, go } = useSending({ channelId, threadTs });
  const area = useHeight(text);
  const [over, drop] = useDrop(addFiles);
  const [choose, chooser] = useChooser(addFiles, { hidden: true });
  const offered = useOffered(completionsFor(text, state, Boolean(threadTs)), text, `offered${threadTs || ""}`);
  const { lines } = offered;
  const complete = (line) => { setText(line.text); area.current.focus(); };
  const command = text.startsWith("/");
  const unfinished = lines.length > 0 && (!command || (!text.includes(" ") && !lines.some((each) => each.name === text)));
  const key = (event) => {
    if (event.isComposing || formats(event, area, setText) || offered.key(event)) return;
    if (event.key === "ArrowUp" && !text) { event.preventDefault(); editLast(area.current.closest(".pane")); }
    if (takes(event) && unfinished) { event.preventDefault(); complete(lines[offered.at]); }
    else if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); go(); }
  };
  const paste = (event) => event.clipboardData.files.length && addFiles([...event.clipboardData.files]);
  return html`<div class=${classes({ composer: true, over })} ...${drop}>
    <${Offered} of=${offered} onPick=${complete} />
    <textarea ref=${area} rows="1" value=${text} placeholder=${placeholder} aria-label=${placeholder} ...${offered.naming}
      onInput=${(event) => setText(event.target.value)} onKeyDown=${key} onPaste=${paste}></textarea>
    <${ChosenFiles} files=${files} onChange=${setFiles} />
    <div class="bar">${chooser}<${Icon} label="Attach files" face="+" onClick=${choose} />${!threadTs && html`<${GlobalShortcuts} />`}
      <small>Enter sends · Shift+Enter new line</small>
      <button class=${classes({ send: true, busy })} aria-busy=${busy} disabled=${!text.trim() && !files.length}
        onClick=${() => { go(); area.current.focus(); }}>Send</button></div>
  </div>`;
}
