import { PageElement, html, nothing } from './element.js';
import { Poll } from './client.js';
import { t } from './text.js';
import { changesOf, chip, commitList, revisionLine } from './parts.js';
import './times.js';

/** What each stage goes through next: the commits since what succeeded there last, and who wrote them. */
class ChangesPage extends PageElement {
  static properties = {
    client: { attribute: false },
    pipeline: {},
    state: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    this.poll = new Poll(
      this.client,
      `${this.client.of(this.pipeline, 'state')}?brief=true`,
      (state) => {
        this.state = state;
        this.tell('rp-about', { text: t('pipeline.kind', { mode: state.executionMode, version: state.pipelineVersion }), changed: state.updated });
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

  render() {
    if (!this.state) {
      return html`<p class="rp-loading">${t('app.loading')}</p>`;
    }
    const stages = [...this.state.stageStates].reverse().slice(0, -1);
    return html`<p class="rp-muted rp-changes-hint">${t('changes.hint')}</p>
      ${stages.map((stage) => this.stage(stage))}`;
  }

  stage(stage) {
    const sets = ['current', 'next'].map((which) => [which, changesOf(stage, which)]).filter(([, changes]) => changes.executionId);
    const last = stage.lastSucceeded;
    return html`<section class="rp-part rp-changes" aria-label=${stage.stageName}>
      <h2>${stage.stageName}</h2>
      <p class="rp-changes-there">
        <span class="rp-muted">${t('changes.there')}</span>
        ${last
          ? html`${chip(this.pipeline, last)} ${last.artifactRevisions.map((revision) => revisionLine(revision))}
              <span class="rp-muted rp-together"><rp-ago at=${last.endTime}></rp-ago></span>`
          : html`<span class="rp-muted">${t('pipeline.inLast.nothing')}</span>`}
      </p>
      ${sets.length === 0 ? html`<p class="rp-muted">${t(last ? 'changes.nothing' : 'changes.first')}</p>` : sets.map(([which, changes]) => this.set(which, changes))}
    </section>`;
  }

  set(which, changes) {
    const execution = this.state.executions.find((each) => each.pipelineExecutionId === changes.executionId);
    const carried = execution?.carried ?? [];
    return html`<div class="rp-change-set">
      <p>
        ${chip(this.pipeline, { pipelineExecutionId: changes.executionId, executionNumber: changes.number })}
        <strong>${t(`changes.${which}`)}</strong>
        ${changes.count > 0
          ? html`${t('changes.commits', { count: changes.count })} ${changes.people > 1 ? t('changes.people', { count: changes.people }) : nothing}`
          : changes.pending
            ? html`<span class="rp-muted">${t('changes.pending')}</span>`
            : changes.countBack > 0 || changes.unknown
              ? nothing
              : html`<span class="rp-muted">${t('changes.same')}</span>`}
        ${carried.length > 0 ? html`<span class="rp-muted">${t('changes.carries')}</span> ${carried.map((each) => chip(this.pipeline, each))}` : nothing}
      </p>
      ${changes.problems.map((problem) => html`<p class="rp-error">${problem}</p>`)}
      ${changes.commits.length > 0 ? commitList(changes.commits, changes.count) : nothing}
      ${changes.takenBack.length > 0
        ? html`<h3>${t('changes.takenBack', { count: changes.countBack })}</h3>
            ${commitList(changes.takenBack, changes.countBack)}`
        : nothing}
    </div>`;
  }
}

customElements.define('rp-changes-page', ChangesPage);
