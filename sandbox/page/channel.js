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

export function ChannelPane({ channel }) {
  const { state, go } = useWorld();
  const { id, name, messages } = channel;
  return html`<main class="pane main" tabindex="-1" aria-label=${`Channel ${name}`}>${draw(channel.top)}${draw(channel.note)}
    <${MessageList} place=${`${state.me.id}/${id}`} label=${`Messages in ${name}`} messages=${messages} channelId=${id}
      onReply=${(message) => go({ thread: message.ts })}>
      ${messages.length === 0 && html`<p class="empty">This is the very beginning of <b>${name}</b>. Say something.</p>`}
    <//>
    ${draw(channel.closed) || html`<${Composer} key=${`${state.me.id}${id}`} channelId=${id} placeholder=${`Message ${channel.is_direct ? "" : "#"}${name}`} />`}
  </main>`;
}

export function ThreadPane({ channel, thread }) {
  const { state } = useWorld();
  const { ts, top, messages } = thread;
  return html`<${Beside} class="pane thread" tabindex="-1" aria-label="Thread">${draw(top)}
    <${MessageList} place=${`${state.me.id}/${ts}`} label="Messages in this thread" inThread=${true} messages=${messages} channelId=${channel.id} />
    ${draw(channel.closed) || html`<${Composer} key=${`${state.me.id}${ts}`} channelId=${channel.id} threadTs=${ts} placeholder="Reply…" />`}
  <//>`;
}
