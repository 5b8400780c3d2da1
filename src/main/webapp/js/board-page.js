import { PageElement } from './element.js';
customElements.define('rp-board-page', class extends PageElement {});
