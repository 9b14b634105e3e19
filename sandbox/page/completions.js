// What the word being written may become: /commands, @people, #channels.

const MOST = 6;
const WORD = /(^|\s)([@#])([^\s@#]*(?: [^\s@#]*)?)$/;

const begins = (name, typed) => name.toLowerCase().split(/[\s-]/).concat(name.toLowerCase()).some((part) => part.startsWith(typed.toLowerCase()));

/** The commands that begin like what is typed; after a blank the one that was meant. */
const commandsFor = (text, commands) =>
  commands.filter(({ name }) => (text.includes(" ") ? text.startsWith(`${name} `) : name.startsWith(text)));

/** Lines of {key, text: what the whole draft becomes, name, hint, more}, best first. */
export function completionsFor(text, state, inThread) {
  if (text.startsWith("/")) return inThread ? [] : commandsFor(text, state.commands);
  const [, , mark, typed] = WORD.exec(text) || [];
  if (!mark) return [];
  const start = text.slice(0, text.length - typed.length);
  return state.named[mark].filter((name) => begins(name, typed) && name !== typed).slice(0, MOST)
    .map((name) => ({ key: name, text: `${start}${name} `, name: `${mark}${name}` }));
}
