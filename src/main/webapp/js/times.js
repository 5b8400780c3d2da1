import { ago, coarse, duration, exact } from './text.js';

/** Keeps what says how long something takes, or was ago, true. One timer for all of them. */
const shown = new Set();
setInterval(() => {
  if (!document.hidden) {
    shown.forEach((each) => each.show());
  }
}, 1_000);

class Time extends HTMLElement {
  static observedAttributes = ['at'];

  connectedCallback() {
    shown.add(this);
    this.show();
  }

  disconnectedCallback() {
    shown.delete(this);
  }

  attributeChangedCallback() {
    const at = this.getAttribute('at');
    if (at) {
      this.title = exact(at);
    }
    this.show();
  }

  show() {
    const at = this.getAttribute('at');
    const text = at ? this.text(at) : '';
    if (this.textContent !== text) {
      this.textContent = text;
    }
  }
}

/** <rp-ago at="…">: 4 min ago */
customElements.define(
  'rp-ago',
  class extends Time {
    text(at) {
      return ago(at);
    }
  },
);

/** <rp-for at="…">: how long since; <rp-for at="…" coarse>: in one unit */
customElements.define(
  'rp-for',
  class extends Time {
    text(at) {
      const seconds = Math.max(0, (Date.now() - Date.parse(at)) / 1000);
      return this.hasAttribute('coarse') ? coarse(seconds) : duration(Math.floor(seconds));
    }
  },
);

/** <rp-bar at="…" usual="130">: how much of the usual time has gone */
customElements.define(
  'rp-bar',
  class extends Time {
    connectedCallback() {
      if (!this.firstChild) {
        this.append(document.createElement('span'));
      }
      super.connectedCallback();
    }

    show() {
      const at = this.getAttribute('at');
      const usual = Number(this.getAttribute('usual'));
      if (at && usual > 0 && this.firstChild) {
        const share = Math.min(1, (Date.now() - Date.parse(at)) / 1000 / usual);
        this.firstChild.style.width = `${Math.round(share * 1000) / 10}%`;
      }
    }
  },
);
