// The app's Home tab: what it published for this person, or Slack's placeholder.
import { Avatar } from "./avatar.js";
import { Blocks } from "./blocks.js";
import { Back } from "./channel.js";
import { html, Surface, useWorld } from "./ui.js";

function Published({ view }) {
  const surface = { kind: "home", key: view.id, target: { view_id: view.id }, values: view.state?.values, blocks: view.blocks };
  return html`<${Surface.Provider} value=${surface}><${Blocks} blocks=${view.blocks} /><//>`;
}

export function HomePane() {
  const { state } = useWorld();
  const { view, placeholder } = state.home;
  return html`<main class="pane main home" tabindex="-1" aria-label=${`${state.bot.app_name} home`}>
    <header class="top"><${Back} label="Channels" change=${{ home: null, channel: null, thread: null }} />
      <${Avatar} name=${state.bot.app_name} bot=${true} size=${28} /><h2>${state.bot.app_name}</h2><span class="topic">Home</span></header>
    <div class="scroller"><div class="home-body">
      ${view ? html`<${Published} key=${view.id} view=${view} />`
        : html`<p class="empty"><span aria-hidden="true">🚧</span><br />${placeholder || "Nothing here yet."}</p>`}
    </div></div>
  </main>`;
}
