// What the server may name in what it draws, besides HTML: what only works in the browser.
import { Act, Become, Button, Overflow } from "./buttons.js";
import { Beside } from "./channel.js";
import { ChoiceField, SelectField } from "./choices.js";
import { Labelled } from "./fields.js";
import { FileField, Picture } from "./files.js";
import { Menu } from "./menu.js";
import { ManyField, SuggestField } from "./picks.js";
import { MomentField, TextField } from "./typed.js";
import { html, parts, Surface } from "./ui.js";

const Place = ({ children, ...place }) => html`<${Surface.Provider} value=${place}>${children}<//>`;

Object.assign(parts, {
  Act, Become, Beside, Button, ChoiceField, FileField, Labelled, ManyField, Menu, MomentField, Overflow, Picture, SelectField,
  SuggestField, Surface: Place, TextField,
});
