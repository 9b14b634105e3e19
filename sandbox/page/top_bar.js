// Above everything: who one is, and what time it is in this Slack.
import { Avatar } from "./avatar.js";
import { shortTime } from "./dates.js";
import { addressOf } from "./look.js";
import { Item, Menu } from "./menu.js";
import { html, useWorld } from "./ui.js";

const HOUR_S = 3600;

/** Do Not Disturb, as in everybody's own menu. */
function Pause() {
  const { state, act } = useWorld();
  const paused = state.paused_until > state.clock.now;
  const turn = () => act("dnd", { until_s: paused ? 0 : 8 * HOUR_S });
  return html`<${Item} onPick=${turn}>${paused ? "Resume notifications" : "Pause notifications for 8 hours"}<//>`;
}

/** A link, so that it can be opened in a tab of its own. */
function Actor({ person }) {
  const { state, look, go } = useWorld();
  const become = { as: person.key, home: null };
  const pick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(become);
  };
  return html`<a class="item actor" role="menuitemradio" tabindex="-1" aria-checked=${person.id === state.me.id}
      href=${addressOf({ ...look, ...become })} onClick=${pick}>
    <${Avatar} name=${person.name} size=${32} />
    <span><b>${person.name}</b><small>${person.title}${person.is_guest ? " · guest" : ""}</small></span>
    ${person.id === state.me.id && html`<span class="you">you</span>`}</a>`;
}

export function PersonSwitch() {
  const { state } = useWorld();
  const team = state.teams.find((each) => each.id === state.me.team_id);
  const peopleOf = (each) => state.cast.filter((person) => person.team_id === each.id);
  const items = () => html`<${Pause} />${state.teams.map((each) => html`<div role="group" aria-label=${each.name} key=${each.id} class="cast"
      style=${`--team:${each.icon_color}`}>
    <h3 role="presentation">${each.name}</h3>${peopleOf(each).map((person) => html`<${Actor} key=${person.id} person=${person} />`)}</div>`)}`;
  const face = html`<${Avatar} name=${state.me.name} size=${28} />
    <span class="who"><small>You are</small> <b>${state.me.name}</b>${state.paused_until > state.clock.now && " 💤"} <span class="where">· ${team.name}</span></span>
    <span class="turn"><span>switch </span>▾</span>`;
  return html`<${Menu} label="Switch person" spoken=${null} face=${face} kind="person-switch" items=${items} />`;
}

/** What goes on behind the page, and how much of it went wrong lately. */
export function InspectorSwitch() {
  const { state, look, go } = useWorld();
  const broken = state.faults.length > 0;
  return html`<button class="clock inspect" aria-label="Inspector" aria-pressed=${Boolean(look.inspect)} title="What the app and Slack say to each other"
    onClick=${() => go({ inspect: look.inspect ? null : "1" })}><span aria-hidden="true">${broken ? "⚡" : "🔍"}</span>
    <span class="words"> Inspector${broken ? ` · ${state.faults.length} on` : ""}</span></button>`;
}

const STEPS = [["15 minutes", 900], ["1 hour", 3600], ["1 day", 86400], ["1 week", 604800]];

/** Time only goes forward. */
export function Clock() {
  const { state, act } = useWorld();
  const items = () => html`<h3 role="presentation">Let time pass</h3>${STEPS.map(([words, seconds]) =>
    html`<${Item} key=${words} onPick=${() => act("clock", { advance_s: seconds })}>${words}<//>`)}`;
  const now = shortTime(state.clock.now, state.me);
  const [day, time] = [now.slice(0, -5), now.slice(-5)];
  const face = html`<span aria-hidden="true">🕐</span> <span class="now"><span>${day}</span>${time}</span>`;
  return html`<${Menu} label="Let time pass" spoken=${`The time here is ${now}. Let time pass`} face=${face} kind="clock" items=${items} />`;
}
