import { PageElement, html, nothing } from './element.js';
import { ansiLine, overwritten } from './ansi.js';
import { bytes, t } from './text.js';
import { Refused } from './client.js';

const PAUSE = 1_000;
const LINES_A_BLOCK = 200;

/**
 * The log of one attempt. Opens at its end, whatever its length, and shows what is before when asked; follows it while it
 * grows. Not more is asked of the server than is shown.
 */
class Log extends PageElement {
  static properties = {
    client: { attribute: false },
    pipeline: {},
    execution: {},
    attempt: {},
    label: {},
    follow: { state: true },
    wrap: { state: true },
    query: { state: true },
    found: { state: true },
    size: { state: true },
    from: { state: true },
    message: { state: true },
    complete: { state: true },
  };

  constructor() {
    super();
    this.follow = true;
    this.wrap = true;
    this.query = '';
    this.found = [];
    this.size = 0;
    this.from = 0;
    this.message = '';
    this.complete = false;
    this.style_ = new Set();
    this.rest = '';
    this.to = 0;
  }

  firstUpdated() {
    this.lines = this.querySelector('.rp-log-lines');
    this.box = this.querySelector('.rp-log-box');
    this.box.addEventListener('scroll', () => this.scrolled(), { passive: true });
    this.more();
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.lines) {
      this.more();
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  get path() {
    return `${this.client.of(this.pipeline, 'executions', this.execution, 'log')}?actionExecutionId=${encodeURIComponent(this.attempt)}`;
  }

  /** What has been printed since, or the end when nothing is shown yet. */
  async more() {
    let again = PAUSE;
    try {
      const slice = await this.client.get(this.begun ? `${this.path}&from=${this.to}` : this.path);
      if (!this.begun) {
        this.from = slice.from;
        this.begun = true;
      }
      this.message = '';
      if (slice.size < this.to) {
        this.clear(slice);
      } else {
        this.to = slice.to;
      }
      this.append(slice.text);
      this.size = slice.size;
      this.complete = slice.complete && slice.to === slice.size;
      again = slice.to < slice.size ? 0 : PAUSE;
    } catch (e) {
      this.message = e instanceof Refused && e.status === 403 ? t('log.notAllowed') : t('app.failedToLoad', { message: e.message });
      this.complete = e instanceof Refused;
    }
    if (this.isConnected && !this.complete) {
      this.timer = setTimeout(() => (document.hidden ? this.wait() : this.more()), again);
    }
  }

  wait() {
    document.addEventListener('visibilitychange', () => this.isConnected && this.more(), { once: true });
  }

  /** The log was cut: an attempt that was found again after a crash writes its last part anew. */
  clear() {
    this.lines.replaceChildren();
    this.begun = false;
    this.rest = '';
    this.to = 0;
  }

  append(text) {
    if (text === '') {
      return;
    }
    const parts = (this.rest + text).split('\n');
    this.rest = parts.pop();
    this.lines.querySelector('.rp-unfinished')?.remove();
    for (let i = 0; i < parts.length; i += LINES_A_BLOCK) {
      this.lines.append(this.block(parts.slice(i, i + LINES_A_BLOCK), this.style_));
    }
    if (this.rest !== '') {
      const unfinished = this.line(this.rest, new Set(this.style_));
      unfinished.classList.add('rp-unfinished');
      this.lines.append(unfinished);
    }
    if (this.follow) {
      this.toEnd();
    }
    if (this.query) {
      this.search(this.query, false);
    }
  }

  async earlier() {
    const slice = await this.client.get(`${this.path}&before=${this.from}`);
    const lines = slice.text.split('\n');
    if (lines.at(-1) === '') {
      lines.pop();
    }
    const height = this.box.scrollHeight;
    const blocks = [];
    const style = new Set();
    for (let i = 0; i < lines.length; i += LINES_A_BLOCK) {
      blocks.push(this.block(lines.slice(i, i + LINES_A_BLOCK), style));
    }
    this.lines.prepend(...blocks);
    this.box.scrollTop += this.box.scrollHeight - height;
    this.from = slice.from;
  }

  block(lines, style) {
    const block = document.createElement('div');
    block.className = 'rp-log-block';
    block.append(...lines.map((line) => this.line(line, style)));
    return block;
  }

  line(text, style) {
    const line = document.createElement('div');
    line.className = 'rp-line';
    const nodes = ansiLine(overwritten(text), style);
    line.append(...(nodes.length ? nodes : ['\u200b']));
    return line;
  }

  scrolled() {
    const atEnd = this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < 24;
    if (!atEnd && this.follow && Date.now() - (this.movedAt ?? 0) > 300) {
      this.follow = false;
    }
  }

  toEnd() {
    this.movedAt = Date.now();
    this.box.scrollTop = this.box.scrollHeight;
  }

  setFollow(on) {
    this.follow = on;
    if (on) {
      this.toEnd();
    }
  }

  search(query, move = true) {
    this.query = query;
    this.lines.querySelectorAll('.rp-match').forEach((each) => each.classList.remove('rp-match', 'rp-current'));
    const wanted = query.toLowerCase();
    this.found = wanted === '' ? [] : [...this.lines.querySelectorAll('.rp-line')].filter((line) => line.textContent.toLowerCase().includes(wanted));
    this.found.forEach((line) => line.classList.add('rp-match'));
    if (move && this.found.length) {
      this.at = this.found.length;
      this.go(-1);
    }
  }

  go(step) {
    if (this.found.length === 0) {
      return;
    }
    this.found[this.at]?.classList.remove('rp-current');
    this.at = (this.at + step + this.found.length) % this.found.length;
    this.follow = false;
    this.found[this.at].classList.add('rp-current');
    this.found[this.at].scrollIntoView({ block: 'center' });
  }

  searchKey(event) {
    if (event.key === 'Enter') {
      event.preventDefault();
      this.go(event.shiftKey ? -1 : 1);
    }
  }

  render() {
    return html`<div class="rp-log">
      <div class="rp-log-bar">
        <input
          type="search"
          class="rp-search"
          aria-label=${t('log.search')}
          placeholder=${t('log.search')}
          @input=${(event) => this.search(event.target.value)}
          @keydown=${this.searchKey}
        />
        <span class="rp-muted" role="status">${this.query ? t('log.matches', { count: this.found.length }) : ''}</span>
        <span class="rp-grow"></span>
        <label class="rp-check"><input type="checkbox" .checked=${this.wrap} @change=${(event) => (this.wrap = event.target.checked)} /> ${t('log.wrap')}</label>
        ${this.complete
          ? nothing
          : html`<label class="rp-check"
              ><input type="checkbox" .checked=${this.follow} @change=${(event) => this.setFollow(event.target.checked)} /> ${t('log.follow')}</label
            >`}
        <a class="rp-link" href=${this.client.url(`${this.path}&text`)} target="_blank" rel="noreferrer">${t('log.full')}</a>
      </div>
      <div class="rp-log-box ${this.wrap ? 'rp-wrap' : ''}" tabindex="0" role="region" aria-label=${this.label}>
        ${this.from > 0
          ? html`<button type="button" class="rp-button rp-small rp-earlier" @click=${this.earlier}>
              ${t('log.earlier')} · ${t('log.size', { size: bytes(this.size) })}
            </button>`
          : nothing}
        ${this.message ? html`<p class="rp-muted">${this.message}</p>` : nothing}
        ${this.size === 0 && !this.message && this.begun ? html`<p class="rp-muted">${this.complete ? t('log.empty') : t('log.emptyYet')}</p>` : nothing}
        <div class="rp-log-lines"></div>
      </div>
    </div>`;
  }
}

customElements.define('rp-log', Log);
