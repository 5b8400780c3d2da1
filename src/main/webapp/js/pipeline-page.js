import { PageElement, html, nothing, repeat } from './element.js';
import { Poll } from './client.js';
import { ago, coarse, exact, has, t, when } from './text.js';
import { breakable, changesOf, chip, executionLink, person, revisionLine } from './parts.js';
import { awaitsApproval, mayAnswer, shape, stageStatus, statusText } from './status.js';
import { releaseChange, review, setTransition, stopExecution } from './actions.js';
import { executionsGrid } from './grid.js';
import { executionsTable } from './executions.js';
import './stage.js';
import './times.js';

const LIVE = ['InProgress', 'Stopping'];

const written = new WeakMap();

/** What names the content of a part of the state: the server says it where a part is large. */
function text(value) {
  if (value.tag) {
    return value.tag;
  }
  if (!written.has(value)) {
    written.set(value, JSON.stringify(value));
  }
  return written.get(value);
}

/** The new list with every element of the old one that is equal: what shows such an element is left alone. */
function shared(before, after, key) {
  const known = new Map(before.map((each) => [each[key], each]));
  return after.map((each) => {
    const old = known.get(each[key]);
    return old && text(old) === text(each) ? old : each;
  });
}

/** The page of one pipeline: what is where, what it waits for, and what to do about it. */
class PipelinePage extends PageElement {
  static properties = {
    client: { attribute: false },
    pipeline: {},
    user: {},
    may: { attribute: false },
    state: { state: true },
  };

  contextNow = () => this.context;

  connectedCallback() {
    super.connectedCallback();
    this.poll = new Poll(
      this.client,
      `${this.client.of(this.pipeline, 'state')}?brief=true`,
      (state) => this.take(state),
      (error, since) => this.tell('rp-connection', { error, since }),
    );
    this.poll.start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.poll.stop();
  }

  take(state) {
    const before = this.state;
    if (before) {
      state.stageStates = shared(before.stageStates, state.stageStates, 'stageName');
      state.executions = shared(before.executions, state.executions, 'pipelineExecutionId');
      this.announce(before, state);
    }
    if (!this.allowed || String(state.may) !== String(before?.may)) {
      this.allowed = state.may ? new Set(state.may) : this.may;
    }
    this.state = state;
    this.tell('rp-about', { text: t('pipeline.kind', { mode: state.executionMode, version: state.pipelineVersion }), changed: state.updated });
    return state.executions.some((each) => each.status === 'InProgress' || each.status === 'Stopping');
  }

  /** Says aloud which stage has come to stand otherwise. */
  announce(before, after) {
    after.stageStates.forEach((stage) => {
      const old = before.stageStates.find((each) => each.stageName === stage.stageName);
      const status = stageStatus(stage);
      if (old && old !== stage && stageStatus(old) !== status) {
        this.tell('rp-say', { quiet: true, text: t('stage.label', { stage: stage.stageName, status: statusText(status) }) });
      }
    });
  }

  get context() {
    return {
      client: this.client,
      pipeline: this.pipeline,
      state: this.state,
      user: this.user,
      done: (text) => {
        this.tell('rp-say', { text });
        this.poll.now();
      },
    };
  }

  render() {
    if (!this.state) {
      return html`<p class="rp-loading">${t('app.loading')}</p>`;
    }
    const { state } = this;
    return html`
      ${this.allowed.has('start')
        ? html`<div class="rp-actions">
            <button class="rp-button rp-primary" @click=${() => releaseChange(this.context)}>${t('pipeline.release')}</button>
          </div>`
        : nothing}
      <div class="rp-answers">${this.inLast()} ${this.onItsWay()} ${this.needsYou()}</div>
      ${state.executionMode === 'PARALLEL' ? this.grid() : this.stages()}
      <section class="rp-recent" aria-labelledby="rp-recent-title">
        <h2 id="rp-recent-title">${t('pipeline.recent')}</h2>
        ${state.recentExecutions.length === 0
          ? html`<p class="rp-muted">${t('pipeline.neverRan')}</p>`
          : state.executionMode === 'PARALLEL'
            ? executionsGrid(this.pipeline, state, state.recentExecutions.filter((each) => !LIVE.includes(each.status)).slice(0, 8), { label: t('grid.over') })
            : executionsTable(this.pipeline, state, state.recentExecutions.slice(0, 8))}
      </section>
    `;
  }

  stages() {
    const { state } = this;
    return html`<section class="rp-stages" role="region" aria-label=${t('pipeline.stages')} tabindex="0">
        <ol>
          ${repeat(
            state.stageStates,
            (stage) => stage.stageName,
            (stage, i) => html`
              <li class="rp-step ${this.sideBySide(stage) ? 'rp-side-by-side' : ''}">
                ${i === 0 ? nothing : this.gate(state.stageStates[i - 1], stage)}
                <rp-stage
                  .stage=${stage}
                  .execution=${state.executions.find((each) => each.pipelineExecutionId === stage.latestExecution?.pipelineExecutionId)}
                  .pipeline=${this.pipeline}
                  .context=${this.contextNow}
                  .may=${this.allowed}
                  ?isFirst=${i === 0}
                ></rp-stage>
              </li>
            `,
          )}
        </ol>
      </section>`;
  }

  /** PARALLEL executions pass by each other: what is under way is a row each, and the stages are the columns. */
  grid() {
    const { state } = this;
    const live = state.executions.filter((each) => LIVE.includes(each.status)).sort((one, other) => other.executionNumber - one.executionNumber);
    return html`<section class="rp-under-way" aria-labelledby="rp-under-way-title">
      <h2 id="rp-under-way-title">${t('grid.underWay', { count: live.length })}</h2>
      ${live.length === 0
        ? html`<p class="rp-muted">${t('pipeline.onItsWay.nothing')}</p>`
        : executionsGrid(this.pipeline, state, live, {
            head: (stage, i) => html`${breakable(stage.stageName)} ${i === 0 ? nothing : this.gate(state.stageStates[i - 1], stage)}`,
            cell: (execution, stage, now) =>
              now.status === 'Approval' && now.stage === stage.stageName
                ? html`<button class="rp-button rp-primary rp-small" ?disabled=${!this.mayAnswerSome} @click=${() => this.reviewOf(execution, stage)}>
                    ${t('action.review')}
                  </button>`
                : nothing,
            end: (execution) =>
              this.allowed.has('stop')
                ? html`<button class="rp-button rp-small rp-quiet" @click=${() => stopExecution(this.context, execution)}>${t('stage.stop')}</button>`
                : nothing,
          })}
    </section>`;
  }

  /** What PARALLEL executions ask, each for itself. */
  asked() {
    return this.state.executions
      .filter((each) => LIVE.includes(each.status) && each.blocker?.type === 'ApprovalNeeded')
      .map((each) => {
        const stage = this.state.stageStates.find((one) => one.stageName === each.blocker.stageName);
        return html`<button class="rp-need" ?disabled=${!this.mayAnswerSome} @click=${() => this.reviewOf(each, stage)}>
          ${shape('Approval')}
          <span>${t('pipeline.needsYou.review', { action: each.blocker.actionName })} #${each.executionNumber} · ${t('pipeline.needsYou.waiting', { time: '' })}<rp-for coarse at=${each.blocker.since}></rp-for></span>
        </button>`;
      });
  }

  get mayAnswerSome() {
    return [...this.allowed].some((each) => each.startsWith('approval'));
  }

  reviewOf(execution, stage) {
    const { actionName, since } = execution.blocker;
    const declared = stage.actionStates.find((each) => each.actionName === actionName) ?? { actionName };
    review(this.context, { ...stage, changes: [], latestExecution: execution }, { ...declared, latestExecution: { startTime: since, approvals: [] } });
  }

  sideBySide(stage) {
    const orders = stage.actionStates.map((action) => action.runOrder ?? 1);
    return new Set(orders).size < orders.length;
  }

  inLast() {
    const last = this.state.stageStates.at(-1);
    const there = last.lastSucceeded;
    return html`<section class="rp-answer">
      <h2>${t('pipeline.inLast', { stage: last.stageName })}</h2>
      <p>
        ${there
          ? html`${chip(this.pipeline, there)}
            ${there.artifactRevisions.slice(0, 1).map((revision) => revisionLine(revision))}
            <span class="rp-muted" title=${exact(there.endTime)}>${t('pipeline.since', { when: when(there.endTime) })}</span>`
          : html`<span class="rp-muted">${t('pipeline.inLast.nothing')}</span>`}
      </p>
    </section>`;
  }

  onItsWay() {
    const { executions, stageStates } = this.state;
    const position = (execution) => stageStates.findIndex((stage) => stage.stageName === execution.position) - (execution.waiting ? 0.5 : 0);
    const live = executions
      .filter((each) => each.status === 'InProgress' || each.status === 'Stopping')
      .sort((one, other) => position(other) - position(one));
    return html`<section class="rp-answer">
      <h2>${t('pipeline.onItsWay')}</h2>
      <p>
        ${live.length === 0
          ? html`<span class="rp-muted">${t('pipeline.onItsWay.nothing')}</span>`
          : live.slice(0, 3).map(
              (each) => html`<span class="rp-way"
                >${chip(this.pipeline, each)}
                <span>${t(each.waiting ? 'pipeline.onItsWay.before' : 'pipeline.onItsWay.in', { stage: each.position })}</span>
                ${this.carries(each)} ${this.blocker(each)} ${this.left(each)}</span
              >`,
            )}
        ${live.length > 3 ? html`<span class="rp-muted">${t('pipeline.onItsWay.more', { count: live.length - 3 })}</span>` : nothing}
      </p>
    </section>`;
  }

  /** Why it waits, in words; an approval is said under what needs the reader. */
  blocker({ blocker }) {
    if (!blocker || !has(`blocker.${blocker.type}`)) {
      return nothing;
    }
    const other = [...this.state.executions, ...this.state.recentExecutions].find((each) => each.pipelineExecutionId === blocker.pipelineExecutionId);
    const words = t(`blocker.${blocker.type}`, {
      ...blocker,
      number: other ? `#${other.executionNumber}` : '',
      when: blocker.due ? ago(blocker.due) : '',
    });
    return html`<span class="rp-muted">· ${words}${this.estimate(blocker)}</span>`;
  }

  /** When it is likely to go on, from how long that has usually taken. */
  estimate({ estimate, type }) {
    if (!estimate || type === 'RetryDue') {
      return nothing;
    }
    const late = Date.parse(estimate.at) < Date.now();
    return html` <span title=${exact(estimate.at)}>(${late ? t('estimate.late') : t('estimate.goesOn', { when: ago(estimate.at) })})</span>`;
  }

  /** How long the rest usually takes, as far as every action of it has been seen to succeed. */
  left(execution) {
    const { stageStates } = this.state;
    const from = stageStates.findIndex((stage) => stage.stageName === execution.position);
    let seconds = 0;
    for (const [i, stage] of stageStates.slice(from).entries()) {
      const groups = new Map();
      for (const action of stage.actionStates) {
        const here = i === 0 && !execution.waiting ? action.latestExecution : undefined;
        if (action.actionTypeId?.category === 'Approval' || here?.status === 'Succeeded') {
          continue;
        }
        if (action.usualSeconds === undefined) {
          return nothing;
        }
        const gone = here?.status === 'InProgress' ? (Date.now() - Date.parse(here.startTime)) / 1000 : 0;
        const order = action.runOrder ?? 1;
        groups.set(order, Math.max(groups.get(order) ?? 0, action.usualSeconds - gone));
      }
      groups.forEach((each) => (seconds += Math.max(0, each)));
    }
    return seconds >= 1 ? html`<span class="rp-muted">· ${t('estimate.left', { time: coarse(seconds) })}</span>` : nothing;
  }

  /** How much an execution brings to the last stage, when that is known. */
  carries(execution) {
    const last = this.state.stageStates.at(-1);
    const changes = ['current', 'next'].map((which) => changesOf(last, which)).find((each) => each.executionId === execution.pipelineExecutionId);
    return changes?.count > 0
      ? html`<span class="rp-muted"
          >${t('changes.commits', { count: changes.count })}${changes.people > 1 ? ` ${t('changes.people', { count: changes.people })}` : nothing}</span
        >`
      : nothing;
  }

  needsYou() {
    const needs = this.state.executionMode === 'PARALLEL' ? this.asked() : [];
    for (const stage of this.state.executionMode === 'PARALLEL' ? [] : this.state.stageStates) {
      for (const action of stage.actionStates.filter(awaitsApproval)) {
        const asked = mayAnswer(stage, action, this.allowed);
        const words = html`${shape('Approval')}
          <span
            >${t(asked ? 'pipeline.needsYou.review' : 'pipeline.needsYou.others', { action: action.actionName })} ·
            ${t('pipeline.needsYou.waiting', { time: '' })}<rp-for coarse at=${action.latestExecution.startTime}></rp-for
          ></span>`;
        needs.push(asked ? html`<button class="rp-need" @click=${() => review(this.context, stage, action)}>${words}</button>` : html`<span class="rp-need">${words}</span>`);
      }
      if (stage.latestExecution?.status === 'Failed') {
        needs.push(html`<a class="rp-need rp-bad" href=${executionLink(this.pipeline, stage.latestExecution.pipelineExecutionId)}>
          ${shape('Failed')}<span>${t('pipeline.needsYou.failed', { stage: stage.stageName })}</span>
        </a>`);
      }
    }
    return html`<section class="rp-answer ${needs.length ? 'rp-needs' : ''}">
      <h2>${t('pipeline.needsYou')}</h2>
      <div class="rp-need-list">
        ${needs.length === 0 ? html`<span class="rp-muted">${t('pipeline.needsYou.nothing')}</span>` : needs}
      </div>
    </section>`;
  }

  gate(from, to) {
    const { enabled, lastChangedBy, lastChangedAt, disabledReason } = to.inboundTransitionState;
    const waiting = to.inboundExecutions;
    return html`<div class="rp-gate ${enabled ? '' : 'rp-closed'}">
      <span class="rp-arrow" aria-hidden="true"></span>
      ${this.allowed.has('transition')
        ? html`<button
            class="rp-switch"
            role="switch"
            aria-checked=${enabled ? 'true' : 'false'}
            aria-label=${t('gate.label', { from: from.stageName, to: to.stageName })}
            title=${enabled ? t('gate.open') : t('gate.closed')}
            @click=${() => this.toggle(to, !enabled)}
          ></button>`
        : html`<span
            class="rp-switch"
            role="img"
            aria-label="${t('gate.label', { from: from.stageName, to: to.stageName })}: ${enabled ? t('gate.open') : t('gate.closed')}"
            title=${enabled ? t('gate.open') : t('gate.closed')}
          ></span>`}
      ${enabled && waiting.length === 0
        ? nothing
        : html`<div class="rp-gate-text">
            ${enabled
              ? nothing
              : html`<span title=${lastChangedAt ? exact(lastChangedAt) : ''}
                    >${lastChangedBy ? html`${t('gate.closedBy', { who: '' })}${person(lastChangedBy)}` : t('gate.closedSince')}</span
                  >
                  <q>${disabledReason}</q>`}
            ${waiting.map((each) => chip(this.pipeline, each, 'rp-warn'))}
          </div>`}
    </div>`;
  }

  async toggle(stage, enabled) {
    try {
      await setTransition(this.context, stage, enabled);
    } catch (e) {
      this.tell('rp-say', { text: t('dialog.refused', { message: e.message }), problem: true });
    }
  }
}

customElements.define('rp-pipeline-page', PipelinePage);
