import { PageElement, html, nothing } from './element.js';
import { Poll } from './client.js';
import { t } from './text.js';
import { executionsTable } from './executions.js';
import { executionsGrid } from './grid.js';
import { statusText } from './status.js';

const PAGE = 25;
const STATUSES = ['InProgress', 'Stopping', 'Succeeded', 'Failed', 'Stopped', 'Superseded', 'Cancelled'];
const TRIGGERS = ['StartPipelineExecution', 'Webhook', 'WebhookV2', 'PollForSourceChanges', 'CloudWatchEvent', 'ManualRollback', 'AutomatedRollback'];

/** The executions of a pipeline, the latest first, page by page, filtered. */
class HistoryPage extends PageElement {
  static properties = {
    client: { attribute: false },
    pipeline: {},
    state: { state: true },
    executions: { state: true },
    token: { state: true },
    filter: { state: true },
    words: { state: true },
    busy: { state: true },
    searchedTo: { state: true },
  };

  constructor() {
    super();
    this.executions = [];
    this.filter = {};
    this.words = '';
    this.searchedTo = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.poll = new Poll(
      this.client,
      `${this.client.of(this.pipeline, 'state')}?brief=true`,
      (state) => {
        this.state = state;
        this.tell('rp-about', { text: t('pipeline.kind', { mode: state.executionMode, version: state.pipelineVersion }), changed: state.updated });
        this.load();
        return state.executions.some((each) => each.status === 'InProgress');
      },
      (error, since) => this.tell('rp-connection', { error, since }),
    );
    this.poll.start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.typing);
    this.poll.stop();
  }

  query(token) {
    const query = new URLSearchParams({ maxResults: PAGE });
    if (this.words.trim()) {
      query.set('text', this.words.trim().split(/\s+/).slice(0, 10).join(' '));
    }
    Object.entries(this.filter).forEach(([name, value]) => value && query.set(name, value));
    if (token) {
      query.set('nextToken', token);
    }
    return `${this.client.of(this.pipeline, 'executions')}?${query}`;
  }

  /** The first page anew; what was added below it stays as long as the filter does. */
  async load() {
    const asked = (this.asked = this.query());
    try {
      const page = await this.client.get(asked);
      if (asked !== this.asked) {
        return;
      }
      const fresh = page.pipelineExecutionSummaries;
      const oldest = fresh.at(-1)?.executionNumber ?? Infinity;
      const kept = this.shownFor === asked ? this.executions.filter((each) => each.executionNumber < oldest) : [];
      if (this.shownFor !== asked) {
        this.token = page.nextToken;
        this.shownFor = asked;
        this.executions = fresh;
        await this.search(asked);
      } else {
        this.executions = fresh.length > 0 ? [...fresh, ...kept] : kept;
      }
    } catch (e) {
      this.tell('rp-say', { text: t('app.failedToLoad', { message: e.message }), problem: true });
    }
  }

  /** A filter looks at some thousands of executions at a time: goes on until a page is full or nothing is left. */
  async search(asked) {
    while (asked === this.asked && this.isConnected && this.token && this.executions.length < PAGE && asked.includes('&')) {
      this.searchedTo = Number(this.token);
      const page = await this.client.get(this.query(this.token));
      if (asked !== this.asked) {
        return;
      }
      this.executions = [...this.executions, ...page.pipelineExecutionSummaries];
      this.token = page.nextToken;
    }
    this.searchedTo = null;
  }

  async more() {
    this.busy = true;
    try {
      const page = await this.client.get(this.query(this.token));
      this.executions = [...this.executions, ...page.pipelineExecutionSummaries];
      this.token = page.nextToken;
      if (page.pipelineExecutionSummaries.length === 0) {
        await this.search(this.asked);
      }
    } finally {
      this.busy = false;
    }
  }

  choose(name, value) {
    this.filter = { ...this.filter, [name]: value };
    this.load();
  }

  type(words) {
    this.words = words;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.load(), 250);
  }

  render() {
    if (!this.state) {
      return html`<p class="rp-loading">${t('app.loading')}</p>`;
    }
    const found = this.executions;
    const choice = (name, label, values) =>
      html`<label class="rp-filter"
        ><span>${label}</span>
        <select @change=${(event) => this.choose(name, event.target.value)}>
          <option value="">${t('history.filter.any')}</option>
          ${values.map(([value, text]) => html`<option value=${value} ?selected=${this.filter[name] === value}>${text}</option>`)}
        </select>
      </label>`;
    return html`
      <form class="rp-filters" role="search" aria-label=${t('history.filter')} @submit=${(event) => event.preventDefault()}>
        <label class="rp-filter rp-grow"
          ><span>${t('history.filter.text')}</span>
          <input type="search" .value=${this.words} maxlength="500" @input=${(event) => this.type(event.target.value)} />
        </label>
        ${choice('status', t('history.filter.status'), STATUSES.map((each) => [each, statusText(each)]))}
        ${choice('triggerType', t('history.filter.trigger'), TRIGGERS.map((each) => [each, t(`trigger.name.${each}`)]))}
        ${choice('since', t('history.filter.since'), ['1d', '7d', '30d', '90d'].map((each) => [each, t(`history.since.${each}`)]))}
        ${choice('succeededInStage', t('history.filter.stage'), this.state.stageStates.map((each) => [each.stageName, each.stageName]))}
      </form>
      ${found.length === 0
        ? html`<p class="rp-muted rp-loading" role="status">${this.searchedTo !== null ? t('history.searchedTo', { number: `#${this.searchedTo}` }) : this.executions.length === 0 && !this.words && !Object.values(this.filter).some(Boolean) ? t('history.none') : t('history.nothing')}</p>`
        : this.state.executionMode === 'PARALLEL'
          ? executionsGrid(this.pipeline, this.state, found)
          : executionsTable(this.pipeline, this.state, found)}
      ${this.token
        ? html`<p class="rp-more">
            <button class="rp-button" ?disabled=${this.busy} @click=${this.more}>${t('history.more')}</button>
            ${this.searchedTo !== null && found.length > 0 ? html`<span class="rp-muted" role="status">${t('history.searchedTo', { number: `#${this.searchedTo}` })}</span>` : nothing}
          </p>`
        : nothing}
    `;
  }
}

customElements.define('rp-history-page', HistoryPage);
