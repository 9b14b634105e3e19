// Block Kit: one component per block, one per element; what is not known here says so.
import { Button, Overflow } from "./buttons.js";
import { Choices, MultiSelect, Select } from "./choices.js";
import { FileInput } from "./files.js";
import { idOf } from "./fields.js";
import { Mrkdwn, plain, Text } from "./mrkdwn_view.js";
import { RichText } from "./rich_text.js";
import { DateInput, DateTimeInput, TextInput } from "./typed.js";
import { classes, html, useSurface } from "./ui.js";

const Image = ({ element }) => {
  const source = element.image_url || element.slack_file?.url || (element.slack_file?.id && `/_page/files/${element.slack_file.id}`);
  return html`<img class="image" src=${source} alt=${element.alt_text} title=${element.alt_text} />`;
};

const ELEMENTS = {
  button: Button, overflow: Overflow, image: Image,
  static_select: Select, users_select: Select, conversations_select: Select, channels_select: Select,
  multi_static_select: MultiSelect, multi_users_select: MultiSelect,
  multi_conversations_select: MultiSelect, multi_channels_select: MultiSelect,
  radio_buttons: Choices, checkboxes: Choices,
  plain_text_input: TextInput, url_text_input: TextInput, email_text_input: TextInput, number_input: TextInput, rich_text_input: TextInput,
  datepicker: DateInput, timepicker: DateInput, datetimepicker: DateTimeInput, file_input: FileInput,
};

function Element({ block, element }) {
  const Kind = ELEMENTS[element.type];
  return Kind ? html`<${Kind} block=${block} element=${element} />` : html`<em>(${element.type} is not drawn here)</em>`;
}

const Section = ({ block }) => html`<div class="section">
  <div class="said">${block.text && html`<${Text} of=${block.text} />`}
    ${block.fields && html`<div class="fields">
      ${block.fields.map((field, number) => html`<div key=${number}><${Text} of=${field} /></div>`)}</div>`}
  </div>
  ${block.accessory && html`<div class="accessory"><${Element} block=${block} element=${block.accessory} /></div>`}
</div>`;

const Context = ({ block }) => html`<div class="context">${block.elements.map((each, number) =>
  each.type === "image" ? html`<${Image} key=${number} element=${each} />` : html`<${Text} key=${number} of=${each} />`)}</div>`;

const Actions = ({ block }) => html`<div class="actions">${block.elements.map((each) =>
  html`<${Element} key=${each.action_id} block=${block} element=${each} />`)}</div>`;

const ImageBlock = ({ block }) => html`<figure>${block.title && html`<figcaption>${plain(block.title)}</figcaption>`}
  <${Image} element=${block} /></figure>`;

const GROUPED = new Set(["radio_buttons", "checkboxes"]);

function Input({ block }) {
  const surface = useSurface();
  const id = idOf(surface, block);
  const error = surface.errors?.[block.block_id];
  const grouped = GROUPED.has(block.element.type);
  const label = html`${plain(block.label)}${block.optional && html` <span class="optional">(optional)</span>`}`;
  return html`<div class=${classes({ field: true, wrong: error })}>
    ${grouped ? html`<span class="label" id=${`${id}-label`}>${label}</span>` : html`<label class="label" for=${id}>${label}</label>`}
    <${Element} key=${block.element.action_id} block=${block} element=${block.element} />
    ${error && html`<p class="error" id=${`${id}-error`}><span aria-hidden="true">⚠ </span>${error}</p>`}
    ${block.hint && html`<p class="hint" id=${`${id}-hint`}>${plain(block.hint)}</p>`}
  </div>`;
}

const MARKS = { info: "ℹ️", warning: "⚠️", error: "⛔", success: "✅", default: "ℹ️" };
const Alert = ({ block }) => html`<div class=${`alert ${block.level || "default"}`} role=${block.level === "error" ? "alert" : "status"}>
  <span aria-hidden="true">${MARKS[block.level || "default"]}</span><${Text} of=${block.text} /></div>`;

const BLOCKS = {
  section: Section, context: Context, actions: Actions, image: ImageBlock, input: Input, alert: Alert, rich_text: RichText,
  header: ({ block }) => html`<h3 class="header">${plain(block.text)}</h3>`,
  divider: () => html`<hr />`,
  markdown: ({ block }) => html`<${Mrkdwn} text=${block.text.replace(/\*\*(.+?)\*\*/g, "*$1*")} />`,
  file: ({ block }) => html`<p class="hint">📄 ${block.external_id}</p>`,
};

function Block({ block }) {
  const Kind = BLOCKS[block.type];
  return html`<div class="block">${Kind ? html`<${Kind} block=${block} />` : html`<em>(${block.type} is not drawn here)</em>`}</div>`;
}

export const Blocks = ({ blocks }) =>
  html`<div class="blocks">${blocks.map((block, number) => html`<${Block} key=${block.block_id || number} block=${block} />`)}</div>`;
