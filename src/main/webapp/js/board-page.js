import { PageElement, html, nothing, repeat } from './element.js';
import { Poll } from './client.js';
import { exact, t } from './text.js';
import { revisionLine } from './parts.js';
import { host } from './host.js';
import { shape, statusText, tone } from './status.js';
import './times.js';

function statusOf(stage) {
  if (stage.status === 'InProgress' && stage.approvals?.length > 0 && !stage.working) {
    return 'Approval';
  }
  return stage.status ?? 'Pending';
}

function needs(pipeline) {
  return pipeline.stages.filter((stage) => ['Approval', 'Failed'].includes(statusOf(stage))).length;
}

/** All pipelines, a row each: what needs a person first, then what moves, then the rest by name. */
class BoardPage extends PageElement {
  static properties = {
    client: { attribute: false },
    pipelines: { state: true },
    words: { state: true },
  };

  constructor() {
    super();
    this.words = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.poll = new Poll(
      this.client,
      'board',
      (pipelines) => {
        this.pipelines = pipelines;
        return pipelines.some((each) => each.live > 0);
      },
      (error, since) => this.tell('rp-connection', { error, since }),
    );
    this.poll.start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.poll.stop();
  }

  fullScreen() {
    if (document.fullscreenElement) {
      document.exitFullscreen();
    } else {
      document.documentElement.requestFullscreen();
    }
  }

  render() {
    if (!this.pipelines) {
      return html`<p class="rp-loading">${t('app.loading')}</p>`;
    }
    const words = this.words.toLowerCase();
    const found = this.pipelines
      .filter((each) => each.pipelineName.toLowerCase().includes(words))
      .sort((one, other) => needs(other) - needs(one) || Math.sign(other.live) - Math.sign(one.live) || one.pipelineName.localeCompare(other.pipelineName));
    return html`
      <div class="rp-board-head">
        <h1>${t('board.title')}</h1>
        <input type="search" aria-label=${t('board.filter')} placeholder=${t('board.filter')} .value=${this.words} @input=${(event) => (this.words = event.target.value)} />
        <button class="rp-button rp-quiet" @click=${this.fullScreen}>${t('board.fullScreen')}</button>
      </div>
      ${this.pipelines.length === 0
        ? html`<p class="rp-text">${t('app.noPipelines')}</p>`
        : found.length === 0
          ? html`<p class="rp-text rp-muted">${t('board.nothing')}</p>`
          : html`<ul class="rp-board">
              ${repeat(
                found,
                (each) => each.pipelineName,
                (each) => html`<li>${this.row(each)}</li>`,
              )}
            </ul>`}
    `;
  }

  row(pipeline) {
    const needing = needs(pipeline);
    const last = pipeline.lastSucceeded;
    return html`<article class="rp-board-row" aria-label=${pipeline.pipelineName}>
      <div class="rp-board-name">
        <h2><a href=${host.boardPage(pipeline)}>${pipeline.pipelineName}</a></h2>
        <p class="rp-board-last">
          ${last
            ? html`<a class="rp-chip" href=${host.boardPage(pipeline, `/executions/${encodeURIComponent(last.pipelineExecutionId)}`)}>#${last.executionNumber}</a>
                ${last.revision ? revisionLine(last.revision) : nothing}
                <span class="rp-muted"><rp-ago at=${last.endTime}></rp-ago></span>`
            : html`<span class="rp-muted">${t('pipeline.inLast.nothing')}</span>`}
        </p>
        ${needing > 0 ? html`<p class="rp-board-needs">${shape(pipeline.stages.some((stage) => statusOf(stage) === 'Approval') ? 'Approval' : 'Failed')} ${t('board.needing', { count: needing })}</p>` : nothing}
      </div>
      <ol class="rp-board-stages" tabindex="0" aria-label=${t('board.stagesOf', { pipeline: pipeline.pipelineName })}>
        ${pipeline.stages.map((stage, i) => {
          const status = statusOf(stage);
          return html`<li>
            ${i > 0
              ? html`<span class="rp-board-gate ${stage.enabled ? '' : 'rp-closed'}" title=${stage.enabled ? t('gate.open') : t('gate.closed')}
                  >${stage.enabled ? nothing : html`<svg viewBox="0 0 16 16" role="img" aria-label=${t('gate.closed')}><path d="M5 3v10M11 3v10" /></svg>`}${stage.waiting > 0
                    ? html`<span class="rp-board-waiting">${t('board.waiting', { count: stage.waiting })}</span>`
                    : nothing}</span
                >`
              : nothing}
            <div class="rp-cell rp-${tone(status)} ${stage.status === 'InProgress' ? 'rp-live' : ''}">
              <span class="rp-cell-name">${stage.stageName}</span>
              <span class="rp-status rp-${tone(status)}">${shape(status)} ${statusText(status)}</span>
              <span class="rp-cell-foot rp-muted"
                >${stage.executionNumber ? html`#${stage.executionNumber} · ` : nothing}${stage.endTime
                  ? html`<rp-ago at=${stage.endTime}></rp-ago>`
                  : stage.startTime
                    ? html`<rp-for at=${stage.startTime}></rp-for>`
                    : nothing}</span
              >
            </div>
          </li>`;
        })}
      </ol>
    </article>`;
  }
}

customElements.define('rp-board-page', BoardPage);
