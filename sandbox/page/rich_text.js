// rich_text blocks (docs.slack.dev/reference/block-kit/blocks/rich-text-block), drawn with the parts of mrkdwn.
import { Inline } from "./mrkdwn_view.js";
import { html } from "./ui.js";

const STYLES = ["bold", "italic", "strike"];

const PARTS = {
  text: (part) => (part.style?.code ? { kind: "code", text: part.text } : part.text),
  link: (part) => ({ kind: "link", url: part.url, text: part.text || part.url }),
  user: (part) => ({ kind: "person", id: part.user_id }),
  channel: (part) => ({ kind: "channel", id: part.channel_id }),
  broadcast: (part) => ({ kind: "everyone", text: `@${part.range}` }),
  emoji: (part) => ({ kind: "emoji", name: part.name }),
  color: (part) => ({ kind: "code", text: part.value }),
  date: (part) => ({ kind: "date", unix: part.timestamp, format: part.format, url: part.url, fallback: part.fallback || "" }),
};

const styled = (part, style = {}) =>
  STYLES.reduce((inner, kind) => (style[kind] ? { kind, inline: [inner] } : inner), part);

const parts = (elements) =>
  html`<${Inline} parts=${elements.map((each) => styled((PARTS[each.type] || (() => ({ kind: "group" })))(each), each.style))} />`;

function Element({ element }) {
  if (element.type === "rich_text_preformatted") return html`<pre><code>${parts(element.elements)}</code></pre>`;
  if (element.type === "rich_text_quote") return html`<blockquote>${parts(element.elements)}</blockquote>`;
  if (element.type !== "rich_text_list") return html`<p>${parts(element.elements)}</p>`;
  const lines = element.elements.map((item) => html`<li>${parts(item.elements)}</li>`);
  const style = `margin-left:${(element.indent || 0) * 1.2}em`;
  if (element.style === "bullet") return html`<ul style=${style}>${lines}</ul>`;
  return html`<ol style=${style} start=${(element.offset || 0) + 1}>${lines}</ol>`;
}

export const RichText = ({ block }) =>
  html`<div class="mrkdwn">${block.elements.map((element, number) => html`<${Element} key=${number} element=${element} />`)}</div>`;
