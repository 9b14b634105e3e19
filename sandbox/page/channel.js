// The open channel, and the thread beside it.
import { Composer } from "./composer.js";
import { MessageList } from "./message_list.js";
import { draw, html, useEffect, useState, useWorld } from "./ui.js";

const NARROW = matchMedia("(max-width: 1099px)"); // as in style/frame.css

/** Nothing stands beside a thread, so that it is the main thing on the page. */
function useAlone() {
  const [alone, setAlone] = useState(NARROW.matches);
  useEffect(() => {
    const turned = () => setAlone(NARROW.matches);
    NARROW.addEventListener("change", turned);
    return () => NARROW.removeEventListener("change", turned);
  }, []);
  return alone;
}

export function ChannelPane({ channel }) {
  const { state, go } = useWorld();
  const { id, name, messages } = channel;
  return html`<main class="pane main" tabindex="-1" aria-label=${`Channel ${name}`}>${draw(channel.top)}${draw(channel.note)}
    <${MessageList} place=${`${state.me.id}/${id}`} label=${`Messages in ${name}`} messages=${messages} channelId=${id}
      onReply=${(message) => go({ thread: message.ts })}>
      ${messages.length === 0 && html`<p class="empty">This is the very beginning of <b>${name}</b>. Say something.</p>`}
    <//>
    <${Composer} key=${`${state.me.id}${id}`} channelId=${id} placeholder=${`Message ${channel.is_direct ? "" : "#"}${name}`} />
  </main>`;
}

export function ThreadPane({ channel, thread }) {
  const { state } = useWorld();
  const { ts, top, messages } = thread;
  const role = useAlone() ? "main" : "complementary";
  return html`<section role=${role} class="pane thread" tabindex="-1" aria-label="Thread">${draw(top)}
    <${MessageList} place=${`${state.me.id}/${ts}`} label="Messages in this thread" inThread=${true} messages=${messages} channelId=${channel.id} />
    <${Composer} key=${`${state.me.id}${ts}`} channelId=${channel.id} threadTs=${ts} placeholder="Reply…" />
  </section>`;
}
