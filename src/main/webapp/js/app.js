import { PageElement, html, nothing, repeat } from './element.js';
import { Client } from './client.js';
import { host } from './host.js';
import { t } from './text.js';
import './pipeline-page.js';
import './board-page.js';
import './history-page.js';
import './changes-page.js';
import './execution-page.js';
import './definition-page.js';
import './times.js';

const THEMES = ['auto', 'light', 'dark'];

/** #/pipelines/NAME/executions/ID, and shorter; without the first two where the document is about one pipeline. */
function route(hash) {
  const parts = hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  if (host.only !== null) {
    parts.unshift('pipelines', host.only);
  }
  if (parts.length === 0) {
    return { page: 'start' };
  }
  if (parts[0] === 'sign-in') {
    return { page: 'sign-in' };
  }
  if (parts[0] !== 'pipelines') {
    return { page: 'nothing' };
  }
  const [, pipeline, part, id, log, attempt, line] = parts;
  if (!pipeline) {
    return { page: 'board' };
  }
  if (!part) {
    return { page: 'pipeline', pipeline };
  }
  if (part === 'executions') {
    return id ? { page: 'execution', pipeline, id, ...(log === 'log' ? { attempt, line: Number(line) || 0 } : {}) } : { page: 'history', pipeline };
  }
  return { page: ['definition', 'changes'].includes(part) && !id ? part : 'nothing', pipeline };
}

/** The whole: which page is shown, who looks, whether the server answers, and what is to be said aloud. */
class App extends PageElement {
  static properties = {
    api: {},
    route: { state: true },
    session: { state: true },
    single: { state: true },
    lost: { state: true },
    toast: { state: true },
    said: { state: true },
    theme: { state: true },
    about: { state: true },
  };

  constructor() {
    super();
    this.api = '/api/';
    this.theme = localStorage.getItem('rp-theme') ?? 'auto';
    this.followHash = () => this.go();
  }

  connectedCallback() {
    super.connectedCallback();
    this.client = new Client(this.api);
    if (host.ownsDocument) {
      this.showTheme();
    }
    window.addEventListener('hashchange', this.followHash);
    this.addEventListener('rp-connection', (event) => this.connection(event.detail));
    this.addEventListener('rp-about', (event) => (this.about = event.detail));
    this.addEventListener('rp-say', (event) => this.say(event.detail));
    this.begin();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.followHash);
  }

  async begin() {
    try {
      const [session, names] = await Promise.all([
        this.client.get('session'),
        host.names(this.client),
      ]);
      this.meet(session);
      this.single = names.length === 1 ? names[0].name : null;
      this.lost = null;
      this.go();
    } catch (e) {
      this.lost = { since: Date.now(), message: e.message };
      setTimeout(() => this.begin(), 2_000);
    }
  }

  meet(session) {
    this.session = session;
    this.may = new Set(session.may);
  }

  go() {
    const next = route(location.hash || host.start);
    if (next.page === 'start') {
      Object.assign(next, this.single ? { page: 'pipeline', pipeline: this.single } : { page: 'board' });
    }
    const moved = this.route !== undefined;
    if (next.pipeline !== this.route?.pipeline) {
      this.about = null;
    }
    this.route = next;
    if (host.ownsDocument) {
      document.title = [next.id ? `${t('history.execution')}` : '', next.pipeline, t('app.name')].filter(Boolean).join(' · ');
    }
    if (moved) {
      window.scrollTo(0, 0);
      this.updateComplete.then(() => this.querySelector('main')?.focus({ preventScroll: true }));
    }
  }

  connection({ error, since }) {
    if (error && (error.status === undefined || error.status >= 500)) {
      this.lost ??= { since };
    } else if (error) {
      this.route = { page: 'failed', pipeline: this.route?.pipeline, message: error.message };
    } else if (this.lost) {
      this.lost = null;
      this.say({ text: t('app.connectionBack') });
      this.client.get('session').then((session) => this.meet(session));
    }
  }

  say({ text, problem = false, quiet = false }) {
    this.said = text;
    if (!quiet) {
      this.toast = { text, problem };
      clearTimeout(this.toastTimer);
      this.toastTimer = setTimeout(() => (this.toast = null), problem ? 12_000 : 4_000);
    }
  }

  showTheme() {
    document.documentElement.dataset.rpTheme = this.theme;
  }

  nextTheme() {
    this.theme = THEMES[(THEMES.indexOf(this.theme) + 1) % THEMES.length];
    localStorage.setItem('rp-theme', this.theme);
    this.showTheme();
  }

  render() {
    return html`
      <a class="rp-skip" href="#rp-main" @click=${this.skip}>${t('app.skip')}</a>
      ${this.lost
        ? html`<p class="rp-lost" role="alert">
            ${t('app.connectionLost')} <rp-ago at=${new Date(this.lost.since).toISOString()}></rp-ago>
          </p>`
        : nothing}
      ${this.head()}
      <main id="rp-main" tabindex="-1">${this.route ? repeat([JSON.stringify(this.route)], (route) => route, () => this.page()) : html`<p class="rp-loading">${t('app.loading')}</p>`}</main>
      <div class="rp-toast ${this.toast?.problem ? 'rp-bad' : ''}" ?hidden=${!this.toast}>${this.toast?.text}</div>
      <div class="rp-aloud" role="status" aria-live="polite">${this.said}</div>
    `;
  }

  skip(event) {
    event.preventDefault();
    this.querySelector('main').focus();
  }

  head() {
    const { pipeline, page } = this.route ?? {};
    const to = (part) => host.page(pipeline, part);
    const tab = (name, part, current) =>
      html`<a href=${to(part)} aria-current=${current ? 'page' : nothing}>${t(`nav.${name}`)}</a>`;
    const inside = html`${host.ownsDocument ? this.crumbs() : nothing}
      ${pipeline && !host.start
        ? html`${host.ownsDocument ? html`<h1>${pipeline}</h1>` : nothing}
            <p class="rp-about" ?hidden=${!['pipeline', 'history', 'changes'].includes(page)}>
              ${this.about ? html`${this.about.text}${this.about.changed ? html` · ${t('pipeline.changed')} <rp-ago at=${this.about.changed}></rp-ago>` : nothing}` : nothing}
            </p>
            <nav class="rp-tabs" aria-label=${t('nav.label', { pipeline })}>
              ${tab('pipeline', '', page === 'pipeline')} ${tab('executions', '/executions', page === 'history' || page === 'execution')}
              ${tab('changes', '/changes', page === 'changes')}
              ${this.may?.has('definition') ? tab('definition', '/definition', page === 'definition') : nothing}
            </nav>`
        : nothing}`;
    return host.ownsDocument ? html`<header class="rp-head">${inside}</header>` : html`<div class="rp-head">${inside}</div>`;
  }

  crumbs() {
    return html`<nav class="rp-crumbs" aria-label=${t('app.name')}>
        <a class="rp-home" href="#/pipelines">
          <svg viewBox="0 0 24 16" aria-hidden="true"><circle cx="4" cy="8" r="3" /><path d="M7 8h4" /><circle cx="14" cy="8" r="3" /><path d="M17 8h5m-2-2 2 2-2 2" /></svg>
          ${t('app.allPipelines')}
        </a>
        <span class="rp-grow"></span>
        ${this.session && !this.session.signedIn ? html`<a class="rp-note" href="#/sign-in">${t('app.readOnly')}</a>` : nothing}
        <button class="rp-button rp-small rp-quiet" @click=${this.nextTheme}>${t('app.theme', { theme: t(`app.theme.${this.theme}`) })}</button>
      </nav>`;
  }

  page() {
    const { client } = this;
    const { page, pipeline, id, message } = this.route;
    const { may } = this;
    switch (page) {
      case 'pipeline':
        return html`<rp-pipeline-page .client=${client} .pipeline=${pipeline} .user=${this.session?.user} .may=${may}></rp-pipeline-page>`;
      case 'history':
        return html`<rp-history-page .client=${client} .pipeline=${pipeline}></rp-history-page>`;
      case 'changes':
        return html`<rp-changes-page .client=${client} .pipeline=${pipeline}></rp-changes-page>`;
      case 'execution':
        return html`<rp-execution-page .client=${client} .pipeline=${pipeline} .execution=${id} .attempt=${this.route.attempt} .line=${this.route.line} .may=${may}></rp-execution-page>`;
      case 'definition':
        return html`<rp-definition-page .client=${client} .pipeline=${pipeline} .may=${may}></rp-definition-page>`;
      case 'board':
        return html`<rp-board-page .client=${client}></rp-board-page>`;
      case 'sign-in':
        return html`<section class="rp-text">
          <h1>${t('signIn.title')}</h1>
          <p>${t('signIn.text')}</p>
          <p>${t('signIn.used')} <code>release-pipeline link</code></p>
          <p><a class="rp-button" href="#/">${t('signIn.again')}</a></p>
        </section>`;
      case 'failed':
        return html`<p class="rp-text">${t('app.failedToLoad', { message })}</p>`;
      default:
        return html`<p class="rp-text">${t('app.notFound')}</p>`;
    }
  }
}

customElements.define('rp-app', App);
