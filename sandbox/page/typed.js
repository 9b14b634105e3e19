// Elements where one types: text, address, number, date, time.
import { unixOf, wallOf } from "./dates.js";
import { useField, useNaming } from "./fields.js";
import { plain } from "./mrkdwn_view.js";
import { html, useWorld } from "./ui.js";

const NEAR_LIMIT = 0.8;
const KINDS = { url_text_input: "url", email_text_input: "email", number_input: "text", plain_text_input: "text" };

/** Slack counts down only when the end is near. */
function Counter({ element, length }) {
  const most = element.max_length;
  if (!most || length < most * NEAR_LIMIT) return null;
  const left = most - length;
  const words = left < 0 ? `${-left} too many` : `${left} left`;
  return html`<span class=${left < 0 ? "counter over" : "counter"} aria-live="polite">${words}</span>`;
}

const triggers = (block, element) =>
  block.dispatch_action ? element.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"] : [];

export function TextInput({ block, element }) {
  const [value, change, , press] = useField(block, element);
  const told = triggers(block, element);
  const enter = (event) => {
    if (event.key !== "Enter" || element.multiline) return;
    event.preventDefault();
    if (told.includes("on_enter_pressed")) press(value);
  };
  const shared = {
    value, placeholder: plain(element.placeholder), "data-first": element.focus_on_load, class: "text", onKeyDown: enter,
    onInput: (event) => change(event.target.value, told.includes("on_character_entered")), ...useNaming(block, element),
  };
  const mode = element.type === "number_input" ? "decimal" : undefined;
  const control = element.multiline || element.type === "rich_text_input"
    ? html`<textarea rows="4" ...${shared}></textarea>`
    : html`<input type=${KINDS[element.type]} inputmode=${mode} autocomplete="off" ...${shared} />`;
  return html`<div class="typed">${control}<${Counter} element=${element} length=${(value || "").length} /></div>`;
}

export function DateInput({ block, element }) {
  const [value, change] = useField(block, element);
  const kind = element.type === "datepicker" ? "date" : "time";
  return html`<input class="text short" type=${kind} value=${value} ...${useNaming(block, element)}
    onChange=${(event) => change(event.target.value)} />`;
}

export function DateTimeInput({ block, element }) {
  const { state } = useWorld();
  const [value, change] = useField(block, element);
  const pick = (event) => change(event.target.value ? unixOf(event.target.value, state.me) : null);
  return html`<input class="text short" type="datetime-local" value=${value ? wallOf(value, state.me) : ""} onChange=${pick}
    ...${useNaming(block, element)} />`;
}
