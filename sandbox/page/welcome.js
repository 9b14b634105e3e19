// The first thing a newcomer reads; gone for good once dismissed.
import { html, useState } from "./ui.js";

export function Welcome() {
  const [gone, setGone] = useState(localStorage.welcomed);
  const dismiss = () => setGone(localStorage.welcomed = "yes");
  if (gone) return null;
  return html`<section class="welcome" aria-label="Welcome"><span aria-hidden="true">👋</span>
    <span><b>This is a local Slack.</b> Pick who you are at the top left; what you press is real.${" "}
      <span class="more">Start with a button in the first channel, then switch to somebody else to see their side.</span></span>
    <button class="button" onClick=${dismiss}>Got it</button></section>`;
}
