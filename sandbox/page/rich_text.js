// rich_text blocks (docs.slack.dev/reference/block-kit/blocks/rich-text-block): sections, lists, quotes, code.
import { html } from "./html.js";
import { ChannelLink, Emoji, Link, Person, SlackDate } from "./mrkdwn_view.js";

const STYLES = { bold: "b", italic: "i", strike: "s", code: "code" };

const styled = (inside, style = {}) =>
  Object.keys(STYLES).reduce((inner, name) => (style[name] ? html`<${STYLES[name]}>${inner}<//>` : inner), inside);

const PARTS = {
  text: (part) => part.text,
  link: (part) => html`<${Link} url=${part.url}>${part.text || part.url}<//>`,
  user: (part) => html`<${Person} id=${part.user_id} />`,
  channel: (part) => html`<${ChannelLink} id=${part.channel_id} />`,
  usergroup: () => html`<span class="mention">@group</span>`,
  broadcast: (part) => html`<span class="mention">@${part.range}</span>`,
  emoji: (part) => html`<${Emoji} name=${part.name} />`,
  color: (part) => html`<code>${part.value}</code>`,
  date: (part) =>
    html`<${SlackDate} date=${{ unix: part.timestamp, format: part.format, url: part.url, fallback: part.fallback || "" }} />`,
};

const parts = (elements = []) => elements.map((part) => styled(PARTS[part.type]?.(part) ?? "", part.style));

function List({ list }) {
  const tag = list.style === "ordered" ? "ol" : "ul";
  const start = list.style === "ordered" ? (list.offset || 0) + 1 : undefined;
  return html`<${tag} start=${start} style=${`margin-left:${(list.indent || 0) * 1.2}em`}>
    ${list.elements.map((item) => html`<li>${parts(item.elements)}</li>`)}
  <//>`;
}

function Element({ element }) {
  if (element.type === "rich_text_list") return html`<${List} list=${element} />`;
  if (element.type === "rich_text_preformatted") return html`<pre><code>${parts(element.elements)}</code></pre>`;
  if (element.type === "rich_text_quote") return html`<blockquote>${parts(element.elements)}</blockquote>`;
  return html`<p>${parts(element.elements)}</p>`;
}

export const RichText = ({ block }) =>
  html`<div class="mrkdwn">${block.elements.map((element, number) => html`<${Element} key=${number} element=${element} />`)}</div>`;
