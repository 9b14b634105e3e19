// Elements where one chooses: menus, radio buttons, checkboxes, people and channels.
import { idOf, useField, useNaming } from "./fields.js";
import { plain, Text } from "./mrkdwn_view.js";
import { html, useSurface, useWorld } from "./ui.js";

const placeholderOf = (element, other) => plain(element.placeholder) || other;

/** Lines of a menu: [{label?, options: [{value, text}]}]. */
function groupsOf(element, state) {
  const listed = (options) => options.map((option) => ({ value: option.value, text: plain(option.text) }));
  if (element.option_groups) return element.option_groups.map((group) => ({ label: plain(group.label), options: listed(group.options) }));
  if (element.options) return [{ options: listed(element.options) }];
  const people = state.cast.map((person) => ({ value: person.id, text: person.name }));
  const channels = state.channels.map((channel) => ({ value: channel.id, text: `#${channel.name}` }));
  return [{ options: element.type.includes("users") ? people : channels }];
}

const Options = ({ options }) => options.map((option) => html`<option key=${option.value} value=${option.value}>${option.text}</option>`);

const Groups = ({ groups }) =>
  groups.map((group) => group.label
    ? html`<optgroup key=${group.label} label=${group.label}><${Options} options=${group.options} /></optgroup>`
    : html`<${Options} options=${group.options} />`);

export function Select({ block, element }) {
  const { state } = useWorld();
  const [value, change, busy] = useField(block, element);
  return html`<select class="select" value=${value} aria-busy=${busy} ...${useNaming(block, element)}
      onChange=${(event) => change(event.target.value)}>
    <option value="" disabled=${block.type !== "input" || !block.optional}>${placeholderOf(element, "Select an option")}</option>
    <${Groups} groups=${groupsOf(element, state)} />
  </select>`;
}

export function MultiSelect({ block, element }) {
  const { state } = useWorld();
  const [value, change] = useField(block, element);
  const chosen = value || [];
  const groups = groupsOf(element, state);
  const textOf = (wanted) => groups.flatMap((group) => group.options).find((option) => option.value === wanted)?.text || wanted;
  const left = groups.map((group) => ({ ...group, options: group.options.filter((option) => !chosen.includes(option.value)) }));
  const full = element.max_selected_items && chosen.length >= element.max_selected_items;
  return html`<div class="multi">
    ${chosen.map((each) => html`<span class="chip" key=${each}>${textOf(each)}
      <button aria-label=${`Remove ${textOf(each)}`} onClick=${() => change(chosen.filter((one) => one !== each))}>×</button></span>`)}
    ${!full && html`<select class="select" value="" ...${useNaming(block, element)}
        onChange=${(event) => { change([...chosen, event.target.value]); event.target.value = ""; }}>
      <option value="">${placeholderOf(element, "Select options")}</option><${Groups} groups=${left} />
    </select>`}
  </div>`;
}

const Choice = ({ kind, name, option, checked, onPick }) => html`<label class="choice">
  <input type=${kind} name=${name} checked=${checked} onChange=${onPick} />
  <span><${Text} of=${option.text} />${option.description && html`<small><${Text} of=${option.description} /></small>`}</span></label>`;

/** Radio buttons and checkboxes: the same but for how many may be chosen. */
export function Choices({ block, element }) {
  const surface = useSurface();
  const [value, change] = useField(block, element);
  const { id, ...naming } = useNaming(block, element);
  const several = element.type === "checkboxes";
  const chosen = several ? value || [] : [value];
  const next = (each) => (chosen.includes(each) ? chosen.filter((one) => one !== each) : [...chosen, each]);
  const [kind, name] = [several ? "checkbox" : "radio", `${idOf(surface, block)}-${element.action_id}`];
  return html`<div class="choices" id=${id} role=${several ? "group" : "radiogroup"} aria-labelledby=${id && `${id}-label`} ...${naming}>
    ${element.options.map((option) => html`<${Choice} key=${option.value} kind=${kind} name=${name}
      option=${option} checked=${chosen.includes(option.value)} onPick=${() => change(several ? next(option.value) : option.value)} />`)}
  </div>`;
}
