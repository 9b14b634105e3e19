// A column of messages that stays at its end while one reads there.
import { Message } from "./message.js";
import { draw, html, useLayoutEffect, useRef, useState } from "./ui.js";

const NEAR_END_PX = 60;

/** Keeps the scroller at its end; [ref, behind: something new is below, down()]. */
function useEnd(place, last) {
  const scroller = useRef(null);
  const atEnd = useRef(true);
  const [behind, setBehind] = useState(false);
  const down = () => scroller.current.scrollTo({ top: scroller.current.scrollHeight });
  useLayoutEffect(() => { atEnd.current = true; setBehind(false); down(); }, [place]);
  useLayoutEffect(() => { if (!atEnd.current) setBehind(true); }, [last]);
  useLayoutEffect(() => {
    const stay = () => atEnd.current && down();
    const watcher = new ResizeObserver(stay);
    watcher.observe(scroller.current);
    watcher.observe(scroller.current.firstElementChild);
    return () => watcher.disconnect();
  }, []);
  const onScroll = ({ target }) => {
    atEnd.current = target.scrollHeight - target.scrollTop - target.clientHeight < NEAR_END_PX;
    if (atEnd.current) setBehind(false);
  };
  return [scroller, onScroll, behind, down];
}

const STEPS = { ArrowUp: -1, ArrowDown: 1 };

/** From message to message with the arrows; Tab goes to what can be pressed in it. */
function walk(event) {
  if (!(event.key in STEPS) || !event.target.matches(".message, .scroller")) return;
  const all = [...event.currentTarget.querySelectorAll(".message")];
  const at = all.indexOf(event.target);
  const next = at < 0 ? all.at(-1) : all[at + STEPS[event.key]];
  if (next) event.preventDefault();
  next?.focus();
}

/** `messages` oldest first. `place` names what is shown: another one starts at its end again. */
export function MessageList({ place, label, messages, channelId, inThread, onReply, children }) {
  const [scroller, onScroll, behind, down] = useEnd(place, messages.at(-1)?.ts);
  return html`<div class="scroller" ref=${scroller} onScroll=${onScroll} onKeyDown=${walk} tabindex="0" role="log" aria-label=${label}>
      <div class="messages">${children}${messages.map((message) => html`
        ${message.above.map(draw)}
        <${Message} key=${message.ts} message=${message} channelId=${channelId} inThread=${inThread} onReply=${() => onReply?.(message)} />`)}</div></div>
    ${behind && html`<button class="behind" onClick=${down}>New messages ↓</button>`}`;
}
