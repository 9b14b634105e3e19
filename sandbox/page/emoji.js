// The common shortcodes. One that is not in emoji.json is shown as it was written, `:like_this:`.

const known = await (await fetch("/page/emoji.json")).json();

/** The character of a shortcode, or undefined. */
export const emojiOf = (name) => known[name.replace(/::skin-tone-\d$/, "")];

/** Shortcodes in plain text. */
export const withEmoji = (text) => text.replace(/:([a-z0-9_+'-]+):/g, (whole, name) => emojiOf(name) || whole);

/** What the reaction menu offers. */
export const REACTIONS = ["+1", "white_check_mark", "eyes", "tada", "heart", "joy", "pray", "question", "rotating_light"];
