// Faces: initials on a colour of one's own; apps are square.
import { emojiOf } from "./emoji.js";
import { html } from "./ui.js";

// Each is dark enough for white letters (4.5:1).
const COLOURS = ["#9c2f5f", "#7a3fa0", "#3b5bb5", "#1c6c8c", "#1f7a55", "#94610a", "#a8432b"];

const initials = (name) => {
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  return ((words[0]?.[0] || "?") + (words.length > 1 ? words.at(-1)[0] : "")).toUpperCase();
};

const hash = (text) => [...text].reduce((sum, letter) => (sum * 33 + letter.codePointAt(0)) % 1000003, 5381);
const colourOf = (text) => COLOURS[hash(text) % COLOURS.length];

/** `icon` as Slack's icons object: {emoji} or {image_url...}. Decoration only: the name stands beside it. */
export function Avatar({ name, bot, icon, size = 36 }) {
  const emoji = icon?.emoji && emojiOf(icon.emoji.replaceAll(":", ""));
  const style = `--size:${size}px;background:${emoji ? "transparent" : colourOf(name)}`;
  const image = icon?.image_url || icon?.image_48 || icon?.image_72;
  return html`<span class=${bot ? "avatar app" : "avatar"} style=${style} aria-hidden="true">
    ${emoji || initials(name)}${image && html`<img src=${image} alt="" onError=${(event) => event.target.remove()} />`}
  </span>`;
}
