// Lines for this person alone: Slack's own words, and what could not be done.
import { unescaped } from "./mrkdwn.js";
import { html, Icon, useEffect, useRef, useState } from "./ui.js";

const SHOWN_MS = 12000;

/** [notices, tell(text), dismiss(id)]: what came since this tab became this person, newest last. */
export function useNotices(snapshot) {
  const seen = useRef({ me: null, ids: new Set() });
  const [shown, setShown] = useState([]);
  const add = (more) => {
    setShown((before) => [...before, ...more]);
    const ids = new Set(more.map((each) => each.id));
    setTimeout(() => setShown((before) => before.filter((each) => !ids.has(each.id))), SHOWN_MS);
  };
  useEffect(() => {
    if (!snapshot) return;
    const fresh = snapshot.notices.filter((each) => !seen.current.ids.has(each.id));
    const first = seen.current.me !== snapshot.me.id;
    fresh.forEach((each) => seen.current.ids.add(each.id));
    seen.current.me = snapshot.me.id;
    if (first) setShown([]);
    else if (fresh.length) add(fresh);
  }, [snapshot]);
  const tell = (text) => add([{ id: `own${Math.random()}`, text }]);
  return [shown, tell, (id) => setShown((before) => before.filter((each) => each.id !== id))];
}

export const Notices = ({ notices, onDismiss }) => html`<div class="notices" role="status">${notices.map((each) => html`
  <div class="notice" key=${each.id}><span aria-hidden="true">⚠</span><span>${unescaped(each.text)}</span>
    <${Icon} label="Dismiss" face="×" onClick=${() => onDismiss(each.id)} /></div>`)}</div>`;
