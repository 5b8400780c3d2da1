import { PageElement } from './element.js';
customElements.define('rp-execution-page', class extends PageElement {});
