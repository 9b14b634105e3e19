// Markup as tagged templates: what is put into a template is always text or a component, never HTML.
import { h } from "preact";
import htm from "htm";

export const html = htm.bind(h);

/** The class names whose value is true, e.g. classes({ message: true, compact: false }). */
export const classes = (names) => Object.keys(names).filter((name) => names[name]).join(" ");
