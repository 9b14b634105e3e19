// What comes, is shown for a while and goes: Slack's own words to a person, and what rings their phone.
import { draw, html, Icon, useEffect, useRef, useState, useWorld } from "./ui.js";

const NOTICE_MS = 12000;
const RING_MS = 9000;
const RINGS = 3;

/** [shown, add(items), drop(id)] of items {id}: those that came since this tab became this person, and are wanted. */
function useFresh(items, me, forMs, wanted = () => true) {
  const seen = useRef({ me: null, ids: new Set() });
  const [shown, setShown] = useState([]);
  const drop = (...ids) => setShown((before) => before.filter((each) => !ids.includes(each.id)));
  const add = (more) => {
    setShown((before) => [...before, ...more]);
    setTimeout(drop, forMs, ...more.map((each) => each.id));
  };
  useEffect(() => {
    const first = seen.current.me !== me;
    const fresh = items.filter((each) => !seen.current.ids.has(each.id));
    fresh.forEach((each) => seen.current.ids.add(each.id));
    seen.current.me = me;
    if (first) setShown([]);
    else if (fresh.some(wanted)) add(fresh.filter(wanted));
  }, [items]);
  return [shown, add, drop];
}

const NONE = [];

/** [notices, tell(text), dismiss(id)], newest last. */
export function useNotices(state) {
  const [shown, add, drop] = useFresh(state?.notices || NONE, state?.me.id, NOTICE_MS);
  return [shown, (text) => add([{ id: `own${Math.random()}`, text }]), drop];
}

const Dismiss = ({ onClick }) => html`<${Icon} label="Dismiss" face="×" onClick=${onClick} />`;

export const Notices = ({ notices, onDismiss }) => html`<div class="notices" role="status">${notices.map((each) => html`
  <div class="notice" key=${each.id}><span aria-hidden="true">⚠</span><span>${each.text}</span>
    <${Dismiss} onClick=${() => onDismiss(each.id)} /></div>`)}</div>`;

/** As it would read on a phone; but for what is open before their eyes. */
export function Rings() {
  const { state, go } = useWorld();
  const [shown, , drop] = useFresh(state.rings, state.me.id, RING_MS, (ring) => ring.channel_id !== state.channel?.id);
  const open = (ring) => { drop(ring.id); go(ring.to); };
  return html`<div class="rings" role="status" aria-label="Notifications">${shown.slice(-RINGS).map((ring) => html`
    <div class="ring" key=${ring.id}><button onClick=${() => open(ring)}><b>${ring.from}${ring.channel && ` in #${ring.channel}`}</b>
      <span>${ring.said.map(draw)}</span></button><${Dismiss} onClick=${() => drop(ring.id)} /></div>`)}</div>`;
}
