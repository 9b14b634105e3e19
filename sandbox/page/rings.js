// What would ring this person's phone, as it would read there.
import { slugOf } from "./look.js";
import { Inline } from "./mrkdwn_view.js";
import { parse } from "./mrkdwn.js";
import { html, Icon, useEffect, useRef, useState, useWorld } from "./ui.js";

const SHOWN_MS = 9000;
const LINES = 3;

/** Those that came since this tab became this person, but for what is open before their eyes. */
function useRings() {
  const { state } = useWorld();
  const seen = useRef({ me: null, ids: new Set() });
  const [shown, setShown] = useState([]);
  useEffect(() => {
    const first = seen.current.me !== state.me.id;
    const fresh = state.rings.filter((ring) => !seen.current.ids.has(ring.id));
    fresh.forEach((ring) => seen.current.ids.add(ring.id));
    seen.current.me = state.me.id;
    const away = fresh.filter((ring) => ring.channel_id !== state.channel?.id);
    if (first) setShown([]);
    else if (away.length) {
      setShown((before) => [...before, ...away].slice(-LINES));
      setTimeout(() => setShown((before) => before.filter((ring) => !away.includes(ring))), SHOWN_MS);
    }
  }, [state]);
  return [shown, (id) => setShown((before) => before.filter((ring) => ring.id !== id))];
}

function Ring({ ring, dismiss }) {
  const { state, go } = useWorld();
  const channel = state.channels.find((each) => each.id === ring.channel_id);
  const open = () => { dismiss(ring.id); if (channel) go({ channel: slugOf(channel), thread: ring.thread_ts || null, home: null }); };
  return html`<div class="ring"><button onClick=${open}><b>${ring.from}${ring.channel && ` in #${ring.channel}`}</b>
    <span>${parse(ring.text).map((block) => (block.inline ? html`<${Inline} parts=${block.inline} /> ` : `${block.text} `))}</span></button>
    <${Icon} label="Dismiss" face="×" onClick=${() => dismiss(ring.id)} /></div>`;
}

export function Rings() {
  const [rings, dismiss] = useRings();
  return html`<div class="rings" role="status" aria-label="Notifications">${rings.map((ring) =>
    html`<${Ring} key=${ring.id} ring=${ring} dismiss=${dismiss} />`)}</div>`;
}
