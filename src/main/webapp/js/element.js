import { LitElement } from '../lit/lit-element.js';

/** An element of the page: in the document itself, so that the host's style and its own reach it. */
export class PageElement extends LitElement {
  createRenderRoot() {
    return this;
  }

  /** Tells the elements around it. */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

export { html, svg, nothing } from '../lit/lit-html.js';
export { repeat } from '../lit/directives/repeat.js';
export { live } from '../lit/directives/live.js';
