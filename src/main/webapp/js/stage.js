import { PageElement, html, nothing, repeat } from './element.js';
import { coarse, duration, between, exact, firstLine, shortRevision, t, when } from './text.js';
import { breakable, changesOf, chip, initials, revisionId, webLink } from './parts.js';
import { awaitsApproval, mayAnswer, mayAnswerAhead, providerIcon, shape, stageStatus, statusText, tone } from './status.js';
import { approveAhead, overrideCondition, retryStage, review, rollBack, stopExecution, withdraw } from './actions.js';
import { openAttempt } from './attempt.js';
import './times.js';

/** One stage as a card: what is in it, its actions in their order, and the revision at its foot. */
class Stage extends PageElement {
  static properties = {
    stage: { attribute: false },
    execution: { attribute: false },
    pipeline: {},
    context: { attribute: false },
    may: { attribute: false },
    isFirst: { type: Boolean },
  };

  render() {
    const { stage, execution } = this;
    const status = stageStatus(stage);
    return html`<article
      class="rp-stage rp-${tone(status)} ${status === 'InProgress' || status === 'Approval' || status === 'Stopping' ? 'rp-live' : ''}"
      aria-label=${t('stage.label', { stage: stage.stageName, status: statusText(status) })}
    >
      <header>
        <h3>${breakable(stage.stageName)}</h3>
        <span class="rp-corner">
          ${this.may.has('rollback') && stage.lastSucceeded && !this.isFirst && !['InProgress', 'Approval', 'Stopping'].includes(status)
            ? html`<button
                class="rp-icon"
                title=${t('stage.rollback')}
                aria-label=${t('rollback.title', { stage: stage.stageName })}
                @click=${() => rollBack(this.context(), stage)}
              >
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 3v4h4M3.400 7A5.500 5.500 0 1 1 3 10" /></svg>
              </button>`
            : nothing}
          ${stage.latestExecution ? chip(this.pipeline, stage.latestExecution) : nothing}
        </span>
        <p class="rp-status rp-${tone(status)}">${this.status(status)}</p>
      </header>
      ${this.condition('beforeEntry', 'BEFORE_ENTRY')}
      ${this.groups().map(
        (group) => html`<ul class="rp-group ${group.length > 1 ? 'rp-parallel' : ''}" .style=${`--rows:${Math.ceil(group.length / 2) * 70}px`}>
          ${repeat(
            group,
            (action) => action.actionName,
            (action) => html`<li>${this.action(action)}</li>`,
          )}
        </ul>`,
      )}
      ${this.condition('onSuccess', 'ON_SUCCESS')} ${this.condition('onFailure', 'ON_FAILURE')} ${this.buttons(status)}
      <footer>${this.foot(execution)}</footer>
    </article>`;
  }

  /** A condition that was come to: how it stands, why, and the way past it. */
  condition(name, type) {
    const condition = this.stage[`${name}ConditionState`]?.latestExecution;
    if (!condition) {
      return nothing;
    }
    const rules = this.stage[`${name}ConditionState`].conditionStates[0]?.ruleStates ?? [];
    const holds = condition.status === 'InProgress' && condition.nextCheck;
    const status = holds ? 'Waiting' : condition.status;
    const canOverride = this.may.has('override') && type !== 'ON_FAILURE' && ['InProgress', 'Failed', 'Errored'].includes(condition.status);
    return html`<div class="rp-action rp-condition rp-${tone(status)}">
      ${shape(status, holds ? t('condition.holds') : statusText(status))}
      <div class="rp-action-text">
        <span>${t(`stage.conditions.${name}`)}</span>
        ${condition.summary ? html`<p class="rp-detail"><span>${condition.summary}</span></p>` : nothing}
        ${rules
          .filter((rule) => rule.latestExecution.status !== 'Succeeded')
          .map((rule) => html`<p class="rp-detail"><span>${rule.ruleName}: ${rule.latestExecution.errorDetails?.message ?? rule.latestExecution.summary ?? statusText(rule.latestExecution.status)}</span></p>`)}
        ${holds ? html`<p class="rp-detail"><span>${t('condition.nextCheck')} <rp-ago at=${condition.nextCheck}></rp-ago></span></p>` : nothing}
        ${canOverride
          ? html`<div class="rp-row">
              <button class="rp-button rp-small" @click=${() => overrideCondition(this.context(), this.stage, type)}>${t('stage.override')}</button>
            </div>`
          : nothing}
      </div>
    </div>`;
  }

  status(status) {
    if (status === 'Pending') {
      return html`${shape(status)} ${t('stage.neverEntered')}`;
    }
    const times = this.stage.actionStates.map((action) => action.latestExecution).filter(Boolean);
    const began = times.map((each) => each.startTime).sort()[0];
    const ended = times.map((each) => each.lastStatusChange).sort().at(-1);
    const going = status === 'InProgress' || status === 'Approval' || status === 'Stopping';
    return html`${shape(status)} ${statusText(status)}
    ${going && began && status !== 'Approval' ? html`<span class="rp-together">· <rp-for at=${began}></rp-for></span>` : !going && ended ? html`<span class="rp-together">· <rp-ago at=${ended}></rp-ago></span>` : nothing}`;
  }

  groups() {
    const groups = new Map();
    for (const action of this.stage.actionStates) {
      const order = action.runOrder ?? 1;
      groups.set(order, [...(groups.get(order) ?? []), action]);
    }
    return [...groups.keys()].sort((one, other) => one - other).map((order) => groups.get(order));
  }

  action(action) {
    const latest = action.latestExecution;
    const status = awaitsApproval(action) ? 'Approval' : (latest?.status ?? 'Pending');
    const going = latest?.status === 'InProgress';
    const usual = action.usualSeconds ?? 0;
    const link = webLink(latest?.externalExecutionUrl);
    return html`<div class="rp-action rp-${tone(status)}">
      ${shape(status, statusText(status))}
      <div class="rp-action-text">
        <button class="rp-name" @click=${() => openAttempt(this.context(), this.stage, action, this.execution)} aria-label=${t('action.open', { action: action.actionName })}>
          ${breakable(action.actionName)}
        </button>
        ${latest
          ? going
            ? html`<rp-for class="rp-time" at=${latest.startTime}></rp-for>`
            : html`<span class="rp-time" title=${exact(latest.startTime)}>${duration(between(latest.startTime, latest.lastStatusChange))}</span>`
          : nothing}
        <p class="rp-detail">${providerIcon(action.actionTypeId)}<span>${this.detail(action, latest)}</span></p>
        ${latest?.errorDetails && latest.status === 'Failed' ? html`<p class="rp-error">${latest.errorDetails.message}</p>` : nothing}
        ${going && usual > 0 && status !== 'Approval'
          ? html`<p class="rp-detail">${t('action.usually', { time: duration(usual) })}</p>
              <rp-bar at=${latest.startTime} usual=${usual}></rp-bar>`
          : nothing}
        ${link
          ? html`<a class="rp-external" href=${link} target="_blank" rel="noreferrer noopener" aria-label=${t('action.linkOf', { action: action.actionName })}>${t('action.link')}</a>`
          : nothing}
        ${this.approvals(action, latest)}
        ${status === 'Approval'
          ? html`<div class="rp-row">
              ${mayAnswer(this.stage, action, this.may)
                ? html`<button class="rp-button rp-primary rp-small" @click=${() => review(this.context(), this.stage, action)}>${t('action.review')}</button>`
                : nothing}
              ${this.changesButton(action)}
            </div>`
          : nothing}
        ${this.ahead(action, status)}
      </div>
    </div>`;
  }

  /** Who has approved so far, of how many; and the way back for who has. */
  approvals(action, latest) {
    const given = (latest?.approvals ?? []).filter((each) => each.status === 'Approved');
    if (given.length === 0 && !(latest?.status === 'InProgress' && latest?.requiredApprovals > 1)) {
      return nothing;
    }
    const { user } = this.context();
    const own = this.may.has('withdraw') && given.some((each) => each.by === user) && this.isOpenYet(action, latest);
    return html`<p class="rp-detail rp-given">
        <span
          >${latest.status === 'InProgress' ? t('action.approvedOf', { count: given.length, required: latest.requiredApprovals ?? 1 }) : nothing}
          ${given.map((each) => html`<span class="rp-person" title=${each.summary || exact(each.time)}>${shape('Succeeded', t('answer.Approved'))} ${each.by}</span>`)}</span
        >
      </p>
      ${own
        ? html`<div class="rp-row"><button class="rp-button rp-small rp-quiet" @click=${() => withdraw(this.context(), this.stage, action)}>${t('action.withdraw')}</button></div>`
        : nothing}`;
  }

  /** Whether an answered question could be asked again: nothing that comes after it has begun. */
  isOpenYet(action, latest) {
    const order = action.runOrder ?? 1;
    return (
      this.stage.latestExecution?.status === 'InProgress' &&
      (latest.status === 'InProgress' ||
        (latest.status === 'Succeeded' && this.stage.actionStates.every((each) => (each.runOrder ?? 1) <= order || !each.latestExecution)))
    );
  }

  /** Approvals that were given before the question, and the way to give one. */
  ahead(action, status) {
    if (action.actionTypeId?.category !== 'Approval') {
      return nothing;
    }
    const early = (this.stage.earlyApprovals ?? []).filter((each) => each.actionName === action.actionName);
    const { user } = this.context();
    return html`${early.map(
      (each) => html`<p class="rp-detail"><span>${t('ahead.given', { who: each.by })}
            ${Object.keys(each.revisions).length > 0 ? t('ahead.forRevisions', { revisions: Object.values(each.revisions).map(shortRevision).join(', ') }) : nothing}
            ${each.until ? t('ahead.until', { when: when(each.until) }) : nothing}</span></p>
          ${each.by === user && this.may.has('withdraw')
            ? html`<div class="rp-row"><button class="rp-button rp-small rp-quiet" @click=${() => withdraw(this.context(), this.stage, action, true)}>${t('action.withdraw')}</button></div>`
            : nothing}`,
    )}
    ${status !== 'Approval' && mayAnswerAhead(this.stage, action, this.may)
      ? html`<div class="rp-row"><button class="rp-button rp-small rp-quiet" @click=${() => approveAhead(this.context(), this.stage, action)}>${t('action.ahead')}</button></div>`
      : nothing}`;
  }

  changesButton(action) {
    const { count } = changesOf(this.stage, 'current');
    return count > 0
      ? html`<button class="rp-button rp-small" @click=${() => review(this.context(), this.stage, action, mayAnswer(this.stage, action, this.may))}>
          ${t('action.changes', { count })}
        </button>`
      : nothing;
  }

  detail(action, latest) {
    const { provider } = action.actionTypeId ?? {};
    const configuration = action.configuration ?? {};
    const branch = configuration.BranchName ?? configuration.Branch;
    const parts = [provider];
    if (action.actionTypeId?.category === 'Source' && branch) {
      parts.push(branch);
    } else if (latest?.agentWait) {
      parts.push(t('action.agentWait', { label: latest.agentWait.label ?? '', reason: latest.agentWait.reason }));
    } else if (latest?.status === 'InProgress' && awaitsApproval(action)) {
      parts.splice(0, 1, t('action.waitsForYou'));
    } else if (latest?.summary) {
      parts.push(firstLine(latest.summary));
    } else if (!latest) {
      parts.push(t('action.after'));
    }
    if (latest?.percentComplete !== undefined && latest.status === 'InProgress') {
      parts.push(`${latest.percentComplete} %`);
    }
    return parts.join(' · ');
  }

  buttons(status) {
    const latest = this.stage.latestExecution;
    const retry = this.may.has('retry') && (status === 'Failed' || status === 'Stopped');
    const stop = this.may.has('stop') && (status === 'InProgress' || status === 'Approval' || status === 'Stopping');
    if (!latest || (!retry && !stop)) {
      return nothing;
    }
    return html`<div class="rp-stage-buttons">
      ${retry
        ? html`<button class="rp-button rp-small" @click=${() => retryStage(this.context(), this.stage)}>${t('stage.retry')}</button>`
        : nothing}
      ${stop
        ? html`<button class="rp-button rp-small rp-quiet" @click=${() => stopExecution(this.context(), latest)}>${t('stage.stop')}</button>`
        : nothing}
    </div>`;
  }

  foot(execution) {
    const revisions = execution?.artifactRevisions ?? [];
    if (revisions.length === 0) {
      return html`<span class="rp-muted">${t('stage.noRevision')}</span>`;
    }
    const [first] = revisions;
    const { count, commits } = changesOf(this.stage, 'current');
    const author = commits.find((each) => each.id === first.revisionId)?.author;
    const more = count > 1 ? t('stage.otherCommits', { count: count - 1 }) : revisions.length > 1 ? t('stage.otherRevisions', { count: revisions.length - 1 }) : '';
    return html`${author ? html`<span class="rp-avatar" title=${author} role="img" aria-label=${author}>${initials(author)}</span>` : nothing}
      <span class="rp-message" title=${first.revisionSummary ?? ''}
        >${firstLine(first.revisionSummary) || first.actionName}${more ? html` <span class="rp-muted">${more}</span>` : nothing}</span
      >${revisionId(first)}`;
  }
}

customElements.define('rp-stage', Stage);
