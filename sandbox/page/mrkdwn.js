// Slack's mrkdwn as a tree (docs.slack.dev/messaging/formatting-message-text). Nothing here draws.
//
// A block is {kind: "pre", text} | {kind: "quote" | "text", inline: [PART]}.
// A part is a string | {kind: "bold" | "italic" | "strike", inline} | {kind: "code", text} | {kind: "emoji", name}
//   | {kind: "link", url, text} | {kind: "person" | "channel" | "group", id, label} | {kind: "everyone", text}
//   | {kind: "date", unix, format, url, fallback}.

const EMPHASIS = { "*": "bold", _: "italic", "~": "strike" };
const PIECE = /<([^<>\n]+)>|`([^`\n]+)`|(?<!\w):([a-z0-9_+'-]+):|\bhttps?:\/\/[^\s<>|]*[^\s<>|.,;:!?)\]}'"*_~]|[*_~]/g;
const WORD = /[\p{L}\p{N}]/u;

/** `&amp; &lt; &gt;` back to what they stand for, each once. */
export const unescaped = (text) => text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);

/** Only addresses that cannot run script are links. */
export const safe = (url) => /^(https?:\/\/|mailto:|tel:)/i.test(url);

export function parse(text) {
  return text.split(/```/).flatMap((part, number, parts) => {
    if (number % 2 === 0) return paragraphs(part.replace(number ? /^\n/ : "", ""));
    if (number === parts.length - 1) return paragraphs("```" + part);
    return [{ kind: "pre", text: unescaped(part.replace(/^\n/, "").replace(/\n$/, "")) }];
  });
}

function paragraphs(text) {
  if (!text) return [];
  const blocks = [];
  let rest = false;
  for (const line of text.split("\n")) {
    rest ||= /^(&gt;|>){3}/.test(line);
    const kind = rest || /^(&gt;|>)/.test(line) ? "quote" : "text";
    const bare = kind === "quote" ? line.replace(/^((&gt;|>){3}|&gt;|>) ?/, "") : line;
    const last = blocks.at(-1);
    if (last && last.kind === kind) last.lines.push(bare);
    else blocks.push({ kind, lines: [bare] });
  }
  return blocks.map(({ kind, lines }) => ({ kind, inline: inline(lines.join("\n")) }));
}

function inline(text) {
  const parts = [];
  let from = 0;
  PIECE.lastIndex = 0;
  for (let found = PIECE.exec(text); found; found = PIECE.exec(text)) {
    const [part, end] = piece(text, found);
    if (!part) continue;
    if (found.index > from) parts.push(unescaped(text.slice(from, found.index)));
    parts.push(part);
    from = PIECE.lastIndex = end;
  }
  if (from < text.length) parts.push(unescaped(text.slice(from)));
  return parts;
}

function piece(text, found) {
  const [whole, angle, code, emoji] = found;
  const end = found.index + whole.length;
  if (angle) return [special(angle), end];
  if (code) return [{ kind: "code", text: unescaped(code) }, end];
  if (emoji) return [{ kind: "emoji", name: emoji }, end];
  if (whole.length > 1) return [{ kind: "link", url: unescaped(whole), text: unescaped(whole) }, end];
  const close = closing(text, found.index, whole);
  if (close < 0) return [null, end];
  const inside = inline(text.slice(found.index + 1, close));
  return [{ kind: EMPHASIS[whole], inline: inside }, close + 1];
}

const wordAt = (text, index) => index >= 0 && index < text.length && WORD.test(text[index]);

/** Where the emphasis opened here ends, or -1: it opens and closes at the edge of a word, within one line. */
function closing(text, start, mark) {
  if (wordAt(text, start - 1) || /[\s*_~]/.test(text[start + 1] || " ") && text[start + 1] === mark) return -1;
  if (/\s/.test(text[start + 1] || " ")) return -1;
  for (let index = start + 1; index < text.length && text[index] !== "\n"; index += 1) {
    if (text[index] === "<" || text[index] === "`") {
      const over = text.indexOf(text[index] === "<" ? ">" : "`", index + 1);
      if (over > 0) index = over;
    } else if (text[index] === mark && index > start + 1 && !/\s/.test(text[index - 1]) && !wordAt(text, index + 1)) {
      return index;
    }
  }
  return -1;
}

function special(angle) {
  const bar = angle.indexOf("|");
  const target = bar < 0 ? angle : angle.slice(0, bar);
  const label = bar < 0 ? "" : unescaped(angle.slice(bar + 1));
  if (target.startsWith("@")) return { kind: "person", id: target.slice(1), label };
  if (target.startsWith("#")) return { kind: "channel", id: target.slice(1), label };
  if (target.startsWith("!")) return command(target.slice(1), label);
  const url = unescaped(target);
  return safe(url) ? { kind: "link", url, text: label || url.replace(/^mailto:/, "") } : label || `<${url}>`;
}

function command(target, label) {
  const [name, ...rest] = target.split("^");
  if (name === "subteam") return { kind: "group", id: rest[0], label };
  if (name === "date") return { kind: "date", unix: Number(rest[0]), format: rest[1] || "", url: rest[2], fallback: label };
  if (["here", "channel", "everyone"].includes(name)) return { kind: "everyone", text: `@${name}` };
  return label || `<!${target}>`;
}
