// Instants in the reader's zone and language; unix seconds in, words out.

const OPTIONS = {
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};
const DAY_S = 86400;

const made = new Map();

/** A formatter is dear to make and asked for on every line. */
function formatter(me, options) {
  const key = JSON.stringify([me.locale, me.tz, options]);
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat(me.locale || "en-GB", { timeZone: me.tz || undefined, ...options }));
  return made.get(key);
}

const say = (unix, options, me) => formatter(me, options).format(new Date(unix * 1000));

/** The day of an instant as 2026-11-25. */
export const dayOf = (unix, me) => say(unix, { year: "numeric", month: "2-digit", day: "2-digit" }, { tz: me.tz, locale: "sv-SE" });

/** An instant as the reader's clock shows it, 2026-11-25T15:40, and back. */
export const wallOf = (unix, me) => `${dayOf(unix, me)}T${say(unix, OPTIONS.time, { tz: me.tz, locale: "sv-SE" })}`;
const asUtc = (wall) => Date.parse(`${wall}Z`) / 1000;
export function unixOf(wall, me) {
  const shift = (unix) => asUtc(wallOf(unix, me)) - unix;
  const near = asUtc(wall) - shift(asUtc(wall));
  return asUtc(wall) - shift(near);
}

export const clockTime = (unix, me) => say(unix, OPTIONS.time, me);
export const secondsTime = (unix, me) => say(unix, OPTIONS.time_secs, me);
export const fullTime = (unix, me) => say(unix, { ...OPTIONS.date_long, ...OPTIONS.time }, me);
export const shortTime = (unix, me) => say(unix, { weekday: "short", day: "numeric", month: "short", ...OPTIONS.time }, me);

/** Today, Yesterday, Tomorrow, else null. */
function nearDay(unix, now, me) {
  const day = dayOf(unix, me);
  const shifts = { Today: 0, Yesterday: -DAY_S, Tomorrow: DAY_S };
  return Object.keys(shifts).find((name) => day === dayOf(now + shifts[name], me)) || null;
}

export const dayHeading = (unix, now, me) =>
  nearDay(unix, now, me) || say(unix, { weekday: "long", month: "long", day: "numeric" }, me);

function token(name, unix, now, me) {
  if (name === "date_num") return dayOf(unix, me);
  if (name === "ago") return ago(unix, now);
  if (name === "day_divider_pretty") return dayHeading(unix, now, me);
  const base = name.replace(/_pretty$/, "");
  const near = name.endsWith("_pretty") ? nearDay(unix, now, me) : null;
  return near ? near.toLowerCase() : say(unix, OPTIONS[base] || OPTIONS.date, me);
}

const TOKEN = /\{(date_num|date(?:_short|_long)?(?:_pretty)?|time_secs|time|ago|day_divider_pretty)\}/g;

/** `<!date^unix^format|fallback>`: the format filled in, or the fallback when the instant is none. */
export function slackDate({ unix, format, fallback }, now, me) {
  if (!Number.isFinite(unix) || Math.abs(unix) > 8e12) return fallback;
  const text = format.replace(TOKEN, (_, name) => token(name, unix, now, me));
  return /^\{(date|day)/.test(format) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

const UNITS = [["day", DAY_S], ["hour", 3600], ["minute", 60], ["second", 1]];

/** "3 minutes ago", "in 2 hours". */
export function ago(unix, now) {
  const ahead = unix - now;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(ahead) >= length) || UNITS.at(-1);
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(Math.round(ahead / size), unit);
}
