import { PageElement, html, nothing } from './element.js';
import { ansiLine, overwritten } from './ansi.js';
import { bytes, t } from './text.js';
import { Refused } from './client.js';
import { host } from './host.js';

const PAUSE = 1_000;
const LINES_A_BLOCK = 200;
const MOST_LINES = 30_000;

/** Where a line of a log is, for a link that others can open. */
export function logPage(pipeline, execution, attempt, line) {
  const parts = ['executions', execution, 'log', attempt, ...(line ? [String(line)] : [])];
  return host.page(pipeline, `/${parts.map(encodeURIComponent).join('/')}`);
}

/**
 * The log of one attempt: a part of it, which opens at the end or at a line, whatever the length, grows backwards and forwards
 * when asked, and follows the end while there is more. Not more is asked of the server than is shown.
 */
class Log extends PageElement {
  static properties = {
    client: { attribute: false },
    pipeline: {},
    execution: {},
    attempt: {},
    label: {},
    line: { type: Number },
    follow: { state: true },
    wrap: { state: true },
    query: { state: true },
    found: { state: true },
    all: { state: true },
    at: { state: true },
    size: { state: true },
    from: { state: true },
    to: { state: true },
    message: { state: true },
    complete: { state: true },
    numbered: { state: true },
  };

  constructor() {
    super();
    this.follow = true;
    this.wrap = localStorage.getItem('rp-wrap') !== 'false';
    this.query = '';
    this.found = [];
    this.all = true;
    this.at = -1;
    this.size = 0;
    this.message = '';
    this.complete = false;
    this.numbered = true;
    this.empty();
  }

  empty() {
    this.begun = false;
    this.from = 0;
    this.to = 0;
    this.first = 1;
    this.next = 1;
    this.rest = '';
    this.style_ = new Set();
    this.lines?.replaceChildren();
  }

  firstUpdated() {
    this.lines = this.querySelector('.rp-log-lines');
    this.box = this.querySelector('.rp-log-box');
    this.box.addEventListener('scroll', () => this.scrolled(), { passive: true });
    this.begin();
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
    clearTimeout(this.searchTimer);
  }

  get path() {
    return `${this.client.of(this.pipeline, 'executions', this.execution, 'log')}?actionExecutionId=${encodeURIComponent(this.attempt)}`;
  }

  get isAtEnd() {
    return this.to >= this.size;
  }

  async begin() {
    if (this.line > 0) {
      this.follow = false;
      await this.show(this.line);
    } else {
      await this.more();
    }
  }

  /** What has been printed since, or the end when nothing is shown yet. */
  async more(explicit = false) {
    clearTimeout(this.timer);
    try {
      const slice = await this.client.get(this.begun ? `${this.path}&from=${this.to}` : this.path);
      this.message = '';
      if (this.begun && slice.size < this.to) {
        // an attempt that was found again after a crash writes its last part anew
        this.empty();
        this.size = 0;
        return this.more();
      }
      if (this.begun && !explicit && this.follow && slice.to < slice.size) {
        this.empty();
        return this.more();
      }
      this.take(slice);
    } catch (e) {
      this.message = e instanceof Refused && e.status === 403 ? t('log.notAllowed') : t('app.failedToLoad', { message: e.message });
      this.complete = e instanceof Refused;
    }
    this.askLater();
    return undefined;
  }

  askLater() {
    if (this.isConnected && !this.complete && this.isAtEnd) {
      this.timer = setTimeout(() => (document.hidden ? this.wait() : this.more()), PAUSE);
    }
  }

  wait() {
    document.addEventListener('visibilitychange', () => this.isConnected && this.more(), { once: true });
  }

  take(slice) {
    if (!this.begun) {
      this.begun = true;
      this.from = slice.from;
      this.numbered = slice.line !== undefined || slice.from === 0;
      this.first = slice.line ?? 1;
      this.next = this.first;
    }
    const offset = this.to > 0 && this.rest !== '' ? null : slice.from;
    this.to = slice.to;
    this.size = slice.size;
    this.complete = slice.complete && slice.to === slice.size;
    this.append(slice.text, offset);
  }

  append(text, offset) {
    if (text === '') {
      return;
    }
    const parts = (this.rest + text).split('\n');
    this.rest = parts.pop();
    this.lines.querySelector('.rp-unfinished')?.remove();
    for (let i = 0; i < parts.length; i += LINES_A_BLOCK) {
      const block = this.block(parts.slice(i, i + LINES_A_BLOCK), this.next, this.style_);
      block.offset = i === 0 ? offset : null;
      this.lines.append(block);
      this.next += block.children.length;
    }
    if (this.rest !== '') {
      const unfinished = this.printed(this.rest, this.next, new Set(this.style_));
      unfinished.classList.add('rp-unfinished');
      this.lines.append(unfinished);
    }
    this.forget();
    this.measure();
    if (this.follow) {
      this.toEnd();
    }
    this.mark(false);
  }

  /** The oldest lines are let go while a long log is followed; they come back when asked for. */
  forget() {
    while (this.follow && this.next - this.first > MOST_LINES) {
      let keep = this.lines.firstElementChild.nextElementSibling;
      while (keep && keep.offset == null) {
        keep = keep.nextElementSibling;
      }
      if (!keep || keep.number === undefined) {
        return;
      }
      while (this.lines.firstElementChild !== keep) {
        this.lines.firstElementChild.remove();
      }
      this.first = keep.number;
      this.from = keep.offset;
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
    const first = this.first - lines.length;
    for (let i = 0; i < lines.length; i += LINES_A_BLOCK) {
      blocks.push(this.block(lines.slice(i, i + LINES_A_BLOCK), first + i, style));
    }
    if (blocks.length > 0) {
      blocks[0].offset = slice.from;
    }
    this.follow = false;
    this.lines.prepend(...blocks);
    this.first = first;
    this.from = slice.from;
    this.measure();
    this.mark(false);
    this.box.scrollTop += this.box.scrollHeight - height;
  }

  /** Room for the numbers. */
  measure() {
    this.box.style.setProperty('--digits', String(Math.max(3, String(this.next).length)));
  }

  block(lines, number, style) {
    const block = document.createElement('div');
    block.className = 'rp-log-block';
    block.number = number;
    block.append(...lines.map((line, i) => this.printed(line, number + i, style)));
    return block;
  }

  printed(text, number, style) {
    const line = document.createElement('div');
    line.className = 'rp-line';
    line.dataset.line = number;
    const nodes = ansiLine(overwritten(text), style);
    if (this.numbered) {
      const link = document.createElement('a');
      link.className = 'rp-n';
      link.tabIndex = -1;
      link.dataset.n = number;
      link.href = logPage(this.pipeline, this.execution, this.attempt, number);
      link.setAttribute('aria-label', t('log.line', { number }));
      line.append(link);
    }
    line.append(...(nodes.length ? nodes : ['\u200b']));
    return line;
  }

  clicked(event) {
    const link = event.target.closest('.rp-n');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.linkTo(Number(link.dataset.n));
    }
  }

  /** The address in the browser becomes that of the line. */
  linkTo(number) {
    this.follow = false;
    history.replaceState(history.state, '', logPage(this.pipeline, this.execution, this.attempt, number));
    this.point(number);
    this.tell('rp-say', { quiet: true, text: t('log.linked', { number }) });
  }

  lineOf(number) {
    return this.lines.querySelector(`[data-line="${number}"]`);
  }

  point(number, name = 'rp-linked') {
    this.lines.querySelectorAll(`.${name}`).forEach((each) => each.classList.remove(name));
    const line = this.lineOf(number);
    line?.classList.add(name);
    return line;
  }

  /** Shows a line and what is around it, wherever it is. */
  async show(number, name) {
    this.follow = false;
    if (!this.begun || number < this.first || !this.lineOf(number)) {
      clearTimeout(this.timer);
      const slice = await this.client.get(`${this.path}&line=${number}`);
      this.empty();
      this.take(slice);
      this.askLater();
    }
    await this.updateComplete;
    const line = this.point(Math.min(number, this.next), name) ?? this.lines.lastElementChild;
    line?.scrollIntoView({ block: 'center' });
  }

  async goTo(event) {
    event.preventDefault();
    event.stopPropagation();
    const number = Number(event.target.value);
    if (number >= 1) {
      await this.show(number);
      this.linkTo(number);
    }
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

  async setFollow(on) {
    this.follow = on;
    if (on && !this.isAtEnd) {
      this.empty();
      await this.more();
    }
    if (on) {
      this.toEnd();
    }
  }

  setWrap(on) {
    this.wrap = on;
    localStorage.setItem('rp-wrap', on);
  }

  search(query) {
    this.query = query;
    this.mark(true);
    clearTimeout(this.searchTimer);
    if (query !== '' && this.numbered && !(this.from === 0 && this.isAtEnd)) {
      this.searchTimer = setTimeout(() => this.searchAll(query), 250);
    }
  }

  /** The lines that are shown and have the text. */
  mark(move) {
    this.lines.querySelectorAll('.rp-match, .rp-current').forEach((each) => each.classList.remove('rp-match', 'rp-current'));
    const wanted = this.query.toLowerCase();
    const matching = wanted === '' ? [] : [...this.lines.querySelectorAll('.rp-line')].filter((line) => line.textContent.toLowerCase().includes(wanted));
    matching.forEach((line) => line.classList.add('rp-match'));
    const numbers = matching.map((line) => Number(line.dataset.line));
    if (move || (this.from === 0 && this.isAtEnd)) {
      this.found = numbers;
      this.all = true;
    } else {
      const last = this.found.at(-1) ?? 0;
      this.found = this.all ? [...this.found, ...numbers.filter((each) => each > last)] : this.found;
    }
    if (move) {
      this.at = this.found.length;
      this.step(-1);
    } else if (this.query && this.found[this.at] !== undefined) {
      this.lineOf(this.found[this.at])?.classList.add('rp-current');
    }
  }

  async searchAll(query) {
    const found = await this.client.get(`${this.path}&find=${encodeURIComponent(query)}`);
    if (query === this.query) {
      const now = this.found[this.at];
      this.found = found.lines;
      this.all = found.complete;
      this.at = now === undefined ? found.lines.length : Math.max(0, found.lines.indexOf(now));
      if (now === undefined && found.lines.length > 0) {
        this.step(-1);
      }
    }
  }

  step(by) {
    if (this.found.length > 0) {
      this.at = (this.at + by + this.found.length) % this.found.length;
      this.show(this.found[this.at], 'rp-current');
    }
  }

  searchKey(event) {
    if (event.key === 'Enter') {
      event.preventDefault();
      this.step(event.shiftKey ? -1 : 1);
    }
  }

  render() {
    const count = this.found.length;
    return html`<div class="rp-log">
      <div class="rp-log-bar">
        <input
          type="search"
          class="rp-search"
          maxlength="200"
          aria-label=${t('log.search')}
          placeholder=${t('log.search')}
          @input=${(event) => this.search(event.target.value)}
          @keydown=${this.searchKey}
        />
        ${this.query
          ? html`<span class="rp-together">
              <button type="button" class="rp-icon" ?disabled=${count === 0} aria-label=${t('log.previous')} title=${t('log.previous')} @click=${() => this.step(-1)}>
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.500 10.500 8 6l4.500 4.500" /></svg>
              </button>
              <button type="button" class="rp-icon" ?disabled=${count === 0} aria-label=${t('log.next')} title=${t('log.next')} @click=${() => this.step(1)}>
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.500 5.500 8 10l4.500-4.500" /></svg>
              </button>
            </span>`
          : nothing}
        <span class="rp-muted" role="status">${this.matches(count)}</span>
        <span class="rp-grow"></span>
        ${this.numbered
          ? html`<label class="rp-check"
              >${t('log.goTo')}
              <input class="rp-line-number" type="number" min="1" inputmode="numeric" @keydown=${(event) => event.key === 'Enter' && this.goTo(event)} />
            </label>`
          : nothing}
        <label class="rp-check"><input type="checkbox" .checked=${this.wrap} @change=${(event) => this.setWrap(event.target.checked)} /> ${t('log.wrap')}</label>
        ${this.complete
          ? nothing
          : html`<label class="rp-check"
              ><input type="checkbox" .checked=${this.follow} @change=${(event) => this.setFollow(event.target.checked)} /> ${t('log.follow')}</label
            >`}
        <a class="rp-link" href=${this.client.url(`${this.path}&text`)} target="_blank" rel="noreferrer">${t('log.full')}</a>
      </div>
      <div class="rp-log-box ${this.wrap ? 'rp-wrap' : ''} ${this.numbered ? 'rp-numbered' : ''}" tabindex="0" role="region" aria-label=${this.label} @click=${this.clicked}>
        ${this.from > 0
          ? html`<p class="rp-log-more">
              <button type="button" class="rp-button rp-small" @click=${this.earlier}>${t('log.earlier')} · ${t('log.size', { size: bytes(this.size) })}</button>
              <button type="button" class="rp-button rp-small rp-quiet" @click=${() => this.show(1)}>${t('log.toStart')}</button>
            </p>`
          : nothing}
        ${this.message ? html`<p class="rp-muted">${this.message}</p>` : nothing}
        ${this.size === 0 && !this.message && this.begun ? html`<p class="rp-muted">${this.complete ? t('log.empty') : t('log.emptyYet')}</p>` : nothing}
        <div class="rp-log-lines"></div>
        ${this.begun && !this.isAtEnd
          ? html`<p class="rp-log-more">
              <button type="button" class="rp-button rp-small" @click=${() => this.more(true)}>${t('log.later')}</button>
              <button type="button" class="rp-button rp-small rp-quiet" @click=${() => this.setFollow(true)}>${t('log.toEnd')}</button>
            </p>`
          : nothing}
      </div>
    </div>`;
  }

  matches(count) {
    if (!this.query) {
      return '';
    }
    const number = this.at >= 0 && this.at < count ? this.at + 1 : 0;
    return this.all ? t(number > 0 && count > 1 ? 'log.matchOf' : 'log.matches', { count, number }) : t('log.manyMatches', { count });
  }
}

customElements.define('rp-log', Log);
