// Elements where one chooses from what is in sight: menus, radio buttons, checkboxes.
import { idOf, useField, useNaming } from "./fields.js";
import { draw, html, useSurface } from "./ui.js";

const Options = ({ options }) => options.map((each) => html`<option key=${each.value} value=${each.value}>${each.text}</option>`);

export function SelectField(field) {
  const [value, change, busy] = useField(field);
  return html`<select class="select" value=${value} aria-busy=${busy} ...${useNaming(field)} onChange=${(event) => change(event.target.value)}>
    <option value="" disabled=${!field.optional}>${field.placeholder}</option>
    ${field.groups.map((group) => (group.label
      ? html`<optgroup key=${group.label} label=${group.label}><${Options} options=${group.options} /></optgroup>`
      : html`<${Options} options=${group.options} />`))}
  </select>`;
}

/** Radio buttons and checkboxes: the same but for how many may be chosen. */
export function ChoiceField(field) {
  const surface = useSurface();
  const [value, change] = useField(field);
  const { several, options } = field;
  const role = several ? "group" : "radiogroup";
  const { id, ...naming } = useNaming({ ...field, role });
  const chosen = several ? value || [] : [value];
  const next = (each) => (chosen.includes(each) ? chosen.filter((one) => one !== each) : [...chosen, each]);
  const name = `${idOf(surface, field)}-${field.action}`;
  return html`<div class="choices" id=${id} role=${role} aria-labelledby=${id && `${id}-label`} ...${naming}>
    ${options.map((each) => html`<label class="choice" key=${each.value}>
      <input type=${several ? "checkbox" : "radio"} name=${name} checked=${chosen.includes(each.value)}
        onChange=${() => change(several ? next(each.value) : each.value)} />
      <span>${draw(each.text)}${each.description && html`<small>${draw(each.description)}</small>`}</span></label>`)}
  </div>`;
}
