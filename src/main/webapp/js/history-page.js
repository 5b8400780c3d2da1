import { PageElement, html, nothing } from './element.js';
import { Poll } from './client.js';
import { firstLine, has, t } from './text.js';
import { executionsTable } from './executions.js';
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
  };

  constructor() {
    super();
    this.executions = [];
    this.filter = {};
    this.words = '';
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
    this.poll.stop();
  }

  query(token) {
    const query = new URLSearchParams({ maxResults: PAGE });
    Object.entries(this.filter).forEach(([name, value]) => value && query.set(name, value));
    if (token) {
      query.set('nextToken', token);
    }
    return `${this.client.of(this.pipeline, 'executions')}?${query}`;
  }

  /** The first page anew; what was added below it stays as long as the filter does. */
  async load() {
    const asked = (this.asked = this.query());
    const page = await this.client.get(asked);
    if (asked !== this.asked) {
      return;
    }
    const fresh = page.pipelineExecutionSummaries;
    const oldest = fresh.at(-1)?.executionNumber ?? Infinity;
    const kept = this.shownFor === asked ? this.executions.filter((each) => each.executionNumber < oldest) : [];
    if (kept.length === 0) {
      this.token = page.nextToken;
    }
    this.shownFor = asked;
    this.executions = [...fresh, ...kept];
  }

  async more() {
    this.busy = true;
    try {
      const page = await this.client.get(this.query(this.token));
      this.executions = [...this.executions, ...page.pipelineExecutionSummaries];
      this.token = page.nextToken;
    } finally {
      this.busy = false;
    }
  }

  choose(name, value) {
    this.filter = { ...this.filter, [name]: value };
    this.load();
  }

  matching() {
    const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
    return this.executions.filter((each) => {
      const text = [
        `#${each.executionNumber}`,
        each.pipelineExecutionId,
        each.trigger?.triggerDetail,
        each.statusSummary,
        ...(each.artifactRevisions ?? []).flatMap((revision) => [revision.revisionId, revision.revisionSummary]),
      ]
        .join(' ')
        .toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }

  render() {
    if (!this.state) {
      return html`<p class="rp-loading">${t('app.loading')}</p>`;
    }
    const found = this.matching();
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
          <input type="search" .value=${this.words} @input=${(event) => (this.words = event.target.value)} />
        </label>
        ${choice('status', t('history.filter.status'), STATUSES.map((each) => [each, statusText(each)]))}
        ${choice('triggerType', t('history.filter.trigger'), TRIGGERS.map((each) => [each, t(`trigger.name.${each}`)]))}
        ${choice('succeededInStage', t('history.filter.stage'), this.state.stageStates.map((each) => [each.stageName, each.stageName]))}
      </form>
      ${found.length === 0
        ? html`<p class="rp-muted rp-loading">${this.executions.length === 0 && !this.words && !Object.values(this.filter).some(Boolean) ? t('history.none') : t('history.nothing')}</p>`
        : executionsTable(this.pipeline, this.state, found)}
      ${this.token
        ? html`<p class="rp-more">
            <button class="rp-button" ?disabled=${this.busy} @click=${this.more}>${t('history.more')}</button>
            ${this.words ? html`<span class="rp-muted">${t('history.searching')}</span>` : nothing}
          </p>`
        : nothing}
    `;
  }
}

customElements.define('rp-history-page', HistoryPage);
