// Where one writes: text, files, /commands, the app's global shortcuts.
import { upload } from "./actions.js";
import { Completions, useCompletions } from "./completions.js";
import { useDraft } from "./drafts.js";
import { ChosenFiles, useDrop } from "./files.js";
import { Menu } from "./menu.js";
import { Shortcuts, shortcutsOf } from "./shortcuts.js";
import { classes, html, Icon, useEffect, useRef, useState, useWorld } from "./ui.js";

const COMMAND = /^\/(\S+)(?:\s+([\s\S]*))?$/;

function GlobalShortcuts() {
  const { state } = useWorld();
  const items = () => html`<${Shortcuts} type="global" />`;
  return shortcutsOf(state, "global").length > 0 && html`<${Menu} label="Shortcuts" face="⚡" kind="icon" items=${items} />`;
}

/** What is typed goes to the app as a command, else to everybody. True when it went. */
async function send({ act, tell }, { channelId, threadTs, text, files }) {
  const command = files.length === 0 && COMMAND.exec(text);
  if (command && threadTs) {
    tell(`/${command[1]} is not supported in threads. Sorry!`);
    return false;
  }
  if (command) return act("command", { channel: channelId, command: `/${command[1]}`, text: command[2] || "" }).then((answer) => answer.ok);
  const body = { channel: channelId, text, thread_ts: threadTs || undefined, files: await upload(files) };
  return act("say", body).then((answer) => answer.ok);
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

function AddFiles({ onFiles }) {
  const field = useRef(null);
  const picked = (event) => { onFiles([...event.target.files]); event.target.value = ""; };
  return html`<input ref=${field} type="file" multiple hidden onChange=${picked} />
    <${Icon} label="Attach files" face="+" onClick=${() => field.current.click()} />`;
}

function useSending(place) {
  const world = useWorld();
  const key = `composer/${world.state.me.id}/${place.channelId}/${place.threadTs || ""}`;
  const [text, setText] = useDraft(key, "");
  const [files, setFiles] = useDraft(`${key}/files`, []);
  const [busy, setBusy] = useState(false);
  const go = async () => {
    if (busy || (!text.trim() && !files.length)) return;
    setBusy(true);
    setText("");
    setFiles([]);
    const went = await send(world, { ...place, text: text.trim(), files });
    setBusy(false);
    if (!went) { setText(text); setFiles(files); }
  };
  return { text, setText, files, addFiles: (more) => setFiles([...files, ...more]), setFiles, busy, go };
}

export function Composer({ channelId, threadTs, placeholder }) {
  const { state } = useWorld();
  const { text, setText, files, addFiles, setFiles, busy, go } = useSending({ channelId, threadTs });
  const area = useHeight(text);
  const [over, drop] = useDrop(addFiles);
  const offered = useCompletions(text, state, Boolean(threadTs), `offered${threadTs || ""}`);
  const { lines } = offered;
  const complete = (line) => { setText(line.text); area.current.focus(); };
  const command = text.startsWith("/");
  const unfinished = lines.length > 0 && (!command || (!text.includes(" ") && !lines.some((each) => each.name === text)));
  const key = (event) => {
    if (event.isComposing || offered.key(event)) return;
    const picks = (event.key === "Tab" || event.key === "Enter") && !event.shiftKey && unfinished;
    if (picks) { event.preventDefault(); complete(lines[offered.at]); }
    else if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); go(); }
  };
  const paste = (event) => event.clipboardData.files.length && addFiles([...event.clipboardData.files]);
  return html`<div class=${classes({ composer: true, over })} ...${drop}>
    <${Completions} of=${offered} onPick=${complete} />
    <textarea ref=${area} rows="1" value=${text} placeholder=${placeholder} aria-label=${placeholder} ...${offered.naming}
      onInput=${(event) => setText(event.target.value)} onKeyDown=${key} onPaste=${paste}></textarea>
    <${ChosenFiles} files=${files} onChange=${setFiles} />
    <div class="bar"><${AddFiles} onFiles=${addFiles} />${!threadTs && html`<${GlobalShortcuts} />`}
      <small>Enter sends · Shift+Enter new line</small>
      <button class=${classes({ send: true, busy })} aria-busy=${busy} disabled=${!text.trim() && !files.length}
        onClick=${() => { go(); area.current.focus(); }}>Send</button></div>
  </div>`;
}
