// The mrkdwn tree on the page; every piece of text is a text node.
import { slackDate } from "./dates.js";
import { emojiOf, withEmoji } from "./emoji.js";
import { parse, safe, unescaped } from "./mrkdwn.js";
import { slugOf } from "./look.js";
import { html, useWorld } from "./ui.js";

const TAGS = { bold: "b", italic: "i", strike: "s" };

const Link = ({ url, children }) =>
  safe(url) ? html`<a href=${url} target="_blank" rel="noopener noreferrer">${children}</a>` : html`<span>${children}</span>`;

export function Emoji({ name }) {
  const found = emojiOf(name);
  return found ? html`<span class="emoji" role="img" aria-label=${name.replaceAll("_", " ")}>${found}</span>` : `:${name}:`;
}

function Person({ id, label }) {
  const { state } = useWorld();
  const name = state.names[id]?.name || label || "somebody";
  return html`<span class=${id === state.me.id ? "mention me" : "mention"}>@${name.replace(/^@/, "")}</span>`;
}

function ChannelLink({ id, label }) {
  const { state, go } = useWorld();
  const channel = state.channels.find((each) => each.id === id);
  const open = () => go({ channel: slugOf(channel), thread: null, home: null });
  if (!channel) return html`<span class="mention">#${label || "private-channel"}</span>`;
  return html`<button class="mention link" onClick=${open}>#${channel.name}</button>`;
}

function SlackDate({ date }) {
  const { state } = useWorld();
  const text = slackDate(date, state.clock.now, state.me);
  const shown = html`<time datetime=${isoOf(date.unix)} title=${date.fallback}>${text}</time>`;
  return date.url && safe(date.url) ? html`<${Link} url=${date.url}>${shown}<//>` : shown;
}

const isoOf = (unix) => (Number.isFinite(unix) && Math.abs(unix) < 8e12 ? new Date(unix * 1000).toISOString() : undefined);

function Part({ part }) {
  if (typeof part === "string") return part;
  if (TAGS[part.kind]) return html`<${TAGS[part.kind]}><${Inline} parts=${part.inline} /><//>`;
  if (part.kind === "code") return html`<code>${part.text}</code>`;
  if (part.kind === "emoji") return html`<${Emoji} name=${part.name} />`;
  if (part.kind === "link") return html`<${Link} url=${part.url}>${part.text}<//>`;
  if (part.kind === "person") return html`<${Person} ...${part} />`;
  if (part.kind === "channel") return html`<${ChannelLink} ...${part} />`;
  if (part.kind === "date") return html`<${SlackDate} date=${part} />`;
  return html`<span class="mention">${part.text || part.label || "@group"}</span>`;
}

export const Inline = ({ parts }) => parts.map((part, number) => html`<${Part} key=${number} part=${part} />`);

const trees = new Map();
const LARGEST = 2000;

/** Parsed once: a channel is drawn anew at every snapshot. */
function treeOf(text) {
  if (trees.size > LARGEST) trees.clear();
  if (!trees.has(text)) trees.set(text, parse(text));
  return trees.get(text);
}

function Block({ block }) {
  if (block.kind === "pre") return html`<pre><code>${block.text}</code></pre>`;
  const inside = html`<${Inline} parts=${block.inline} />`;
  return block.kind === "quote" ? html`<blockquote>${inside}</blockquote>` : html`<span>${inside}</span>`;
}

export const Mrkdwn = ({ text }) =>
  html`<div class="mrkdwn">${treeOf(text).map((block, number) => html`<${Block} key=${number} block=${block} />`)}</div>`;

/** A plain_text object's words; Slack keeps & < > escaped in these too. */
export const plain = (object) => (object ? (object.emoji === false ? unescaped(object.text) : withEmoji(unescaped(object.text))) : "");

/** A text object of either kind. */
export const Text = ({ of }) =>
  of.type === "mrkdwn" ? html`<${Mrkdwn} text=${of.text} />` : html`<span class="plain-text">${plain(of)}</span>`;
