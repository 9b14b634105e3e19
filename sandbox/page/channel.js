// The open channel, and the thread beside it.
import { Composer } from "./composer.js";
import { MessageList } from "./message_list.js";
import { draw, html, useEffect, useState, useWorld } from "./ui.js";

const NARROW = matchMedia("(max-width: 1099px)"); // as in style/frame.css

/** On a narrow screen a thread or the inspector is the main thing on the page. */
function useAlone() {
  const [alone, setAlone] = useState(NARROW.matches);
  useEffect(() => {
    const turned = () => setAlone(NARROW.matches);
    NARROW.addEventListener("change", turned);
    return () => NARROW.removeEventListener("change", turned);
  }, []);
  return alone;
}

/** Beside the channel, or alone. */
export function Beside({ children, ...attributes }) {
  return html`<section role=${useAlone() ? "main" : "complementary"} ...${attributes}>${children}</section>`;
}

/** Messages, and where one writes; with `ts` a thread's. */
function Talk({ channel, ts, placeholder, children, ...list }) {
  const place = `${useWorld().state.me.id}/${ts || channel.id}`;
  return html`<${MessageList} place=${place} channelId=${channel.id} inThread=${Boolean(ts)} ...${list}>${children}<//>
    ${draw(channel.closed) || html`<${Composer} key=${place} channelId=${channel.id} threadTs=${ts} placeholder=${placeholder} />`}`;
}

export function ChannelPane({ channel }) {
  const { go } = useWorld();
  const { name, messages, placeholder } = channel;
  return html`<main class="pane main" tabindex="-1" aria-label=${`Channel ${name}`}>${draw(channel.top)}${draw(channel.note)}
    <${Talk} ...${{ channel, messages, placeholder }} label=${`Messages in ${name}`} onReply=${(message) => go({ thread: message.ts })}>
      ${messages.length === 0 && html`<p class="empty">This is the very beginning of <b>${name}</b>. Say something.</p>`}
    <//></main>`;
}

export const ThreadPane = ({ channel, thread: { ts, top, messages } }) => html`
  <${Beside} class="pane thread" tabindex="-1" aria-label="Thread">${draw(top)}
    <${Talk} ...${{ channel, ts, messages }} label="Messages in this thread" placeholder="Reply…" /><//>`;
