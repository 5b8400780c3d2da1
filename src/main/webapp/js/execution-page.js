import { PageElement, html, nothing } from './element.js';
import { Poll } from './client.js';
import { between, duration, exact, firstLine, t } from './text.js';
import { host } from './host.js';
import { breakable, executionLink, revisionId, revisionLine, webLink } from './parts.js';
import { providerIcon, shape, statusText, tone } from './status.js';
import { startedBy } from './executions.js';
import { retryStage, stopExecution } from './actions.js';
import { openAttempt } from './attempt.js';
import { graph } from './graph.js';
import './times.js';

const CONDITIONS = { BEFORE_ENTRY: 'beforeEntry', ON_SUCCESS: 'onSuccess', ON_FAILURE: 'onFailure' };
const LIVE = ['InProgress', 'Stopping'];

function isApproval(action) {
  return action.input?.actionTypeId?.category === 'Approval';
}

function statusOf(action) {
  return action.status === 'InProgress' && isApproval(action) ? 'Approval' : action.status;
}

/** One execution: when it did what, with what, and what came of it. */
class ExecutionPage extends PageElement {
  static properties = {
    client: { attribute: false },
    pipeline: {},
    execution: {},
    attempt: {},
    line: { type: Number },
    may: { attribute: false },
    record: { state: true },
    now: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    this.poll = new Poll(
      this.client,
      this.client.of(this.pipeline, 'executions', this.execution),
      (record) => {
        this.record = record;
        this.now = Date.now();
        this.openLog();
        if (host.ownsDocument) {
          document.title = `#${record.pipelineExecution.executionNumber} · ${this.pipeline} · ${t('app.name')}`;
        }
        return LIVE.includes(record.pipelineExecution.status);
      },
      (error, since) => this.tell('rp-connection', { error, since }),
    );
    this.poll.start();
    this.clock = setInterval(() => {
      if (!document.hidden && LIVE.includes(this.record?.pipelineExecution.status)) {
        this.now = Date.now();
      }
    }, 1_000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.poll.stop();
    clearInterval(this.clock);
  }

  get context() {
    return {
      client: this.client,
      pipeline: this.pipeline,
      done: (text) => {
        this.tell('rp-say', { text });
        this.poll.now();
      },
    };
  }

  render() {
    if (!this.record) {
      return html`<p class="rp-loading">${t('app.loading')}</p>`;
    }
    const { pipelineExecution: execution, actionExecutionDetails: actions } = this.record;
    const live = LIVE.includes(execution.status);
    const approval = live && actions.some((action) => statusOf(action) === 'Approval') && !actions.some((action) => statusOf(action) === 'InProgress');
    const status = approval ? 'Approval' : execution.status;
    const failed = execution.stages.at(-1);
    const canRetry = failed && ['Failed', 'Stopped'].includes(failed.status) && ['Failed', 'Stopped'].includes(execution.status);
    return html`
      <div class="rp-execution-head">
        <div>
          <h2 class="rp-title">${t('execution.title', { number: `#${execution.executionNumber}` })}</h2>
          ${host.runPage(execution.executionNumber) && !host.start
            ? html`<p><a href=${host.runPage(execution.executionNumber)}>${t('execution.run', { number: `#${execution.executionNumber}` })}</a></p>`
            : nothing}
          <p class="rp-status rp-${tone(status)}">
            ${shape(status)} ${statusText(status)}
            ${live ? html`· <rp-for at=${execution.startTime}></rp-for>` : html`· ${duration(between(execution.startTime, execution.lastUpdateTime))}`}
          </p>
          <p class="rp-muted">
            ${startedBy(execution.trigger)} · <rp-ago at=${execution.startTime}></rp-ago> ·
            ${t('execution.of', { pipeline: this.pipeline, version: execution.pipelineVersion, mode: execution.executionMode })}
          </p>
          ${execution.statusSummary ? html`<p class="rp-why">${this.summary(execution)}</p>` : nothing}
        </div>
        <div class="rp-row">
          ${canRetry && this.may.has('retry')
            ? html`<button
                class="rp-button rp-primary"
                @click=${() => retryStage(this.context, { stageName: failed.stageName, latestExecution: execution })}
              >
                ${t('retry.title', { stage: failed.stageName })}
              </button>`
            : nothing}
          ${live && this.may.has('stop')
            ? html`<button class="rp-button" @click=${() => stopExecution(this.context, execution)}>${t('stage.stop')}</button>`
            : nothing}
        </div>
      </div>
      ${this.timeline(execution, actions)} ${this.graph(actions)} ${this.revisions(execution)} ${this.attempts(execution, actions)} ${this.conditions(execution)} ${this.variables(execution, actions)}
      ${this.artifacts(actions)}
    `;
  }

  summary(execution) {
    if (execution.supersededBy) {
      return html`<a href=${executionLink(this.pipeline, execution.supersededBy)}>${execution.statusSummary}</a>`;
    }
    return execution.statusSummary;
  }

  /** When what happened. Work, waiting for a person and waiting before a stage are told apart by pattern and by words. */
  timeline(execution, actions) {
    const start = Date.parse(execution.startTime);
    const end = LIVE.includes(execution.status) ? Math.max(this.now, start + 1000) : Math.max(Date.parse(execution.lastUpdateTime), start + 100);
    const rows = [];
    let before = start;
    for (const stage of execution.stages) {
      const begins = Date.parse(stage.startTime);
      const ends = stage.endTime ? Date.parse(stage.endTime) : end;
      const parts = [];
      if (begins - before > 500) {
        parts.push({ from: before, to: begins, kind: 'queue', words: t('execution.queueBefore', { stage: stage.stageName }) });
      }
      rows.push({ name: stage.stageName, stage: true, status: stage.status, parts: [...parts, { from: begins, to: ends, kind: 'span', words: '' }], took: ends - begins });
      const own = actions.filter((action) => action.stageName === stage.stageName).reverse();
      for (const name of new Set(own.map((action) => action.actionName))) {
        const attempts = own.filter((action) => action.actionName === name);
        rows.push({
          name,
          status: statusOf(attempts.at(-1)),
          parts: attempts.flatMap((action) => this.spans(action, end)),
          action: attempts.at(-1),
        });
      }
      before = ends;
    }
    if (LIVE.includes(execution.status) && execution.stages.every((stage) => stage.endTime) && end - before > 500) {
      rows.push({ name: t('execution.legend.queue'), stage: true, status: 'Waiting', parts: [{ from: before, to: end, kind: 'queue', words: t('execution.legend.queue') }], took: end - before });
    }
    const place = (part) => {
      const left = ((part.from - start) / (end - start)) * 100;
      return `left:${left.toFixed(3)}%;width:max(3px,${(((part.to - part.from) / (end - start)) * 100).toFixed(3)}%)`;
    };
    const total = (end - start) / 1000;
    return html`<section class="rp-part" aria-labelledby="rp-timeline-title">
      <h3 id="rp-timeline-title">${t('execution.timeline')}</h3>
      <ul class="rp-legend" aria-hidden="true">
        ${['work', 'approval', 'agent', 'queue', 'failed'].map((kind) => html`<li><span class="rp-block rp-${kind}"></span>${t(`execution.legend.${kind}`)}</li>`)}
      </ul>
      <div class="rp-gantt">
        <div class="rp-ticks" aria-hidden="true">
          ${[0, 0.25, 0.5, 0.75, 1].map((share) => html`<span .style=${`left:${share * 100}%`}>${share === 0 ? '' : duration(total * share)}</span>`)}
        </div>
        <ol>
          ${rows.map((row) => {
            const seconds = row.parts.reduce((sum, part) => sum + ((row.stage && part.kind === 'queue') || part.over ? 0 : part.to - part.from), 0) / 1000;
            return html`<li class="rp-gantt-row ${row.stage ? 'rp-gantt-stage' : ''}">
              <span class="rp-gantt-name">
                ${shape(row.status, statusText(row.status))}
                ${row.action
                  ? html`<button class="rp-name" @click=${() => this.open(row.action)} aria-label=${t('action.open', { action: row.name })}>${row.name}</button>`
                  : html`<span>${row.name}</span>`}
              </span>
              <span class="rp-track">
                ${row.parts.map(
                  (part) =>
                    html`<span class="rp-block rp-${part.kind}" .style=${place(part)} title=${part.words || `${row.name}: ${duration((part.to - part.from) / 1000)}`}></span>`,
                )}
              </span>
              <span class="rp-gantt-took">${duration(seconds)}</span>
            </li>`;
          })}
        </ol>
      </div>
    </section>`;
  }

  /** The log that the address names, once. */
  openLog() {
    const action = this.attempt && this.record.actionExecutionDetails.find((each) => each.actionExecutionId === this.attempt);
    if (action) {
      this.attempt = undefined;
      this.open(action, this.line);
    }
  }

  /** An attempt: its work, and over it the times that it had no agent. */
  spans(action, end) {
    const to = action.status === 'InProgress' ? end : Date.parse(action.lastUpdateTime);
    const waits = (action.agentWaits ?? []).map((wait) => ({
      from: Date.parse(wait.since),
      to: wait.until ? Date.parse(wait.until) : to,
      kind: 'agent',
      over: true,
    }));
    return [
      {
        from: Date.parse(action.startTime),
        to,
        kind: isApproval(action) ? 'approval' : action.status === 'Failed' ? 'failed' : action.status === 'InProgress' ? 'busy' : 'work',
      },
      ...waits.map((wait) => ({
        ...wait,
        words: t('execution.agentWait', { action: action.actionName, time: duration((wait.to - wait.from) / 1000) }),
      })),
    ];
  }

  graph(actions) {
    const { declaredStages } = this.record;
    return declaredStages === undefined
      ? nothing
      : html`<section class="rp-part" aria-labelledby="rp-graph-title">
          <h3 id="rp-graph-title">${t('execution.graph')}</h3>
          ${graph(declaredStages, actions, statusOf, (action) => this.open(action))}
        </section>`;
  }

  open(action, line = 0) {
    const shown = {
      actionName: action.actionName,
      actionTypeId: action.input?.actionTypeId,
      configuration: action.input?.resolvedConfiguration ?? {},
      latestExecution: {
        actionExecutionId: action.actionExecutionId,
        status: action.status,
        startTime: action.startTime,
        lastStatusChange: action.lastUpdateTime,
        summary: action.output?.executionResult?.externalExecutionSummary,
        externalExecutionId: action.output?.executionResult?.externalExecutionId,
        externalExecutionUrl: action.output?.executionResult?.externalExecutionUrl,
        errorDetails: action.output?.executionResult?.errorDetails,
        lastUpdatedBy: action.updatedBy,
      },
    };
    openAttempt(this.context, { stageName: action.stageName }, shown, this.record.pipelineExecution, {
      details: action,
      line,
      back: executionLink(this.pipeline, this.execution),
    });
  }

  revisions(execution) {
    const carried = execution.carried ?? [];
    return html`<section class="rp-part" aria-labelledby="rp-revisions-title">
      <h3 id="rp-revisions-title">${t('execution.revisions')}</h3>
      ${execution.artifactRevisions.length === 0
        ? html`<p class="rp-muted">${t('execution.noRevisions')}</p>`
        : html`<ul class="rp-list">
            ${execution.artifactRevisions.map(
              (revision) => html`<li>
                <span class="rp-list-key">${revision.actionName}</span>
                <span class="rp-list-text" title=${revision.revisionSummary ?? ''}>${firstLine(revision.revisionSummary)}</span>
                ${revision.created ? html`<span class="rp-muted"><rp-ago at=${revision.created}></rp-ago></span>` : nothing} ${revisionId(revision)}
              </li>`,
            )}
          </ul>`}
      ${carried.length === 0
        ? nothing
        : html`<h4>${t('execution.carried')}</h4>
            <ul class="rp-list">
              ${carried.map(
                (each) => html`<li>
                  <a class="rp-chip" href=${executionLink(this.pipeline, each.pipelineExecutionId)}>#${each.executionNumber}</a>
                  ${each.artifactRevisions.map((revision) => revisionLine(revision))}
                </li>`,
              )}
            </ul>`}
    </section>`;
  }

  attempts(execution, actions) {
    const oldestFirst = [...actions].reverse();
    return html`<section class="rp-part" aria-labelledby="rp-attempts-title">
      <h3 id="rp-attempts-title">${t('execution.attempts')}</h3>
      <div class="rp-table-scroll">
        <table class="rp-table">
          <thead>
            <tr>
              <th scope="col">${t('execution.action')}</th>
              <th scope="col">${t('execution.result')}</th>
              <th scope="col">${t('execution.took')}</th>
              <th scope="col" class="rp-wide-only">${t('execution.started')}</th>
              <th scope="col" class="rp-wide-only">${t('attempt.summary')}</th>
            </tr>
          </thead>
          <tbody>
            ${oldestFirst.map((action) => {
              const status = statusOf(action);
              const result = action.output?.executionResult ?? {};
              return html`<tr>
                <td>
                  ${providerIcon(action.input?.actionTypeId)}
                  <button class="rp-name" @click=${() => this.open(action)} aria-label=${t('action.open', { action: `${action.stageName} / ${action.actionName}` })}>
                    ${breakable(action.stageName)} / ${breakable(action.actionName)}
                  </button>
                  ${action.attempt > 1 ? html`<span class="rp-muted">${t('execution.attempt', { count: action.attempt })}</span>` : nothing}
                </td>
                <td class="rp-status rp-${tone(status)}">${shape(status)} ${statusText(status)}</td>
                <td class="rp-number">
                  ${action.status === 'InProgress' ? html`<rp-for at=${action.startTime}></rp-for>` : duration(between(action.startTime, action.lastUpdateTime))}
                </td>
                <td class="rp-wide-only rp-number"><span title=${exact(action.startTime)}>+${duration(between(execution.startTime, action.startTime))}</span></td>
                <td class="rp-wide-only rp-summary">${result.errorDetails ? html`<span class="rp-error">${result.errorDetails.message}</span>` : (result.externalExecutionSummary ?? '')}</td>
              </tr>`;
            })}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  /** Conditions that were come to: how they stood, what their rules found, and who went past them. */
  conditions(execution) {
    const found = execution.stages.flatMap((stage) => (stage.conditions ?? []).map((condition) => ({ stage: stage.stageName, ...condition })));
    const rules = this.record.ruleExecutionDetails ?? [];
    return found.length === 0
      ? nothing
      : html`<section class="rp-part" aria-labelledby="rp-conditions-title">
          <h3 id="rp-conditions-title">${t('execution.conditions')}</h3>
          <ul class="rp-list rp-conditions">
            ${found.map((condition) => {
              const status = condition.status === 'InProgress' && condition.summary ? 'Waiting' : condition.status;
              const latest = new Map();
              rules
                .filter((rule) => rule.stageName === condition.stage && rule.conditionType === condition.type)
                .forEach((rule) => latest.has(rule.ruleName) || latest.set(rule.ruleName, rule));
              return html`<li>
                <span class="rp-list-key">${condition.stage} · ${t(`stage.conditions.${CONDITIONS[condition.type]}`)}</span>
                <span class="rp-status rp-${tone(status)} rp-together">${shape(status)} ${status === 'Waiting' ? t('condition.holds') : statusText(status)}</span>
                <span class="rp-condition-found">
                  ${condition.summary} ${condition.evaluations > 0 ? html`<span class="rp-muted">${t('execution.checks', { count: condition.evaluations })}</span>` : nothing}
                  ${condition.lastUpdatedBy ? html`<strong>${t('execution.overriddenBy', { who: condition.lastUpdatedBy })}</strong>` : nothing}
                  ${[...latest.values()].map((rule) => {
                    const { errorDetails, externalExecutionSummary } = rule.output?.executionResult ?? {};
                    return html`<br />${shape(rule.status, statusText(rule.status))} ${rule.ruleName}
                      <span class="rp-muted">${errorDetails?.message ?? externalExecutionSummary ?? ''}</span>`;
                  })}
                </span>
              </li>`;
            })}
          </ul>
        </section>`;
  }

  variables(execution, actions) {
    const given = actions.filter((action) => Object.keys(action.output?.outputVariables ?? {}).length > 0).reverse();
    const table = (heading, entries) => html`<h4>${heading}</h4>
      <dl class="rp-facts">${entries.map(([name, value]) => html`<dt>${name}</dt><dd><code>${value}</code></dd>`)}</dl>`;
    return html`<section class="rp-part" aria-labelledby="rp-variables-title">
      <h3 id="rp-variables-title">${t('execution.variables')}</h3>
      ${execution.variables.length === 0 && given.length === 0 ? html`<p class="rp-muted">${t('execution.noVariables')}</p>` : nothing}
      ${execution.variables.length > 0
        ? table(
            t('execution.pipelineVariables'),
            execution.variables.map((each) => [each.name, each.resolvedValue]),
          )
        : nothing}
      ${given.map((action) =>
        table(t('execution.outputVariables', { action: `${action.stageName} / ${action.actionName}` }), Object.entries(action.output.outputVariables)),
      )}
    </section>`;
  }

  artifacts(actions) {
    const made = actions.flatMap((action) => (action.output?.outputArtifacts ?? []).map((artifact) => ({ ...artifact, action }))).reverse();
    return html`<section class="rp-part" aria-labelledby="rp-artifacts-title">
      <h3 id="rp-artifacts-title">${t('execution.artifacts')}</h3>
      ${made.length === 0
        ? html`<p class="rp-muted">${t('execution.noArtifacts')}</p>`
        : html`<ul class="rp-list">
            ${made.map(
              ({ name, digest, action }) => html`<li>
                <span class="rp-list-key">${name}</span>
                <span class="rp-list-text rp-muted">${action.stageName} / ${action.actionName}</span>
                ${this.may.has('artifacts')
                  ? html`<a href=${this.client.url(this.client.of(this.pipeline, 'executions', this.execution, 'artifacts', digest))} download
                      >${t('execution.download')}</a
                    >`
                  : nothing}
              </li>`,
            )}
          </ul>`}
    </section>`;
  }
}

customElements.define('rp-execution-page', ExecutionPage);
