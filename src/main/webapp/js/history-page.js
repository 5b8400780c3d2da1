import { PageElement } from './element.js';
customElements.define('rp-history-page', class extends PageElement {});
