import { html, nothing } from './element.js';
import { openDialog } from './dialog.js';
import { between, duration, exact, t } from './text.js';
import { person, webLink } from './parts.js';
import { awaitsApproval, shape, statusText, tone } from './status.js';
import './log.js';
import './times.js';

/**
 * What one attempt at an action is and says, with its log.
 *
 * @param {{details?: object, line?: number, back?: string}} shown what is known of the attempt beyond the state, the line of the
 *     log to begin at, and the address to go back to
 */
export function openAttempt(context, stage, action, execution, shown = {}) {
  let { details } = shown;
  const back = shown.back ?? location.hash;
  const latest = action.latestExecution;
  const status = awaitsApproval(action) ? 'Approval' : (latest?.status ?? 'Pending');
  const type = action.actionTypeId ?? {};
  const link = webLink(latest?.externalExecutionUrl);
  const dialog = openDialog({
    heading: t('attempt.title', { stage: stage.stageName, action: action.actionName }),
    wide: true,
    closed: () => location.hash !== back && history.replaceState(history.state, '', back || location.pathname + location.search),
    body: () => html`
      <dl class="rp-facts">
        <dt>${t('attempt.status')}</dt>
        <dd class="rp-status rp-${tone(status)}">${shape(status)} ${statusText(status)}</dd>
        ${latest
          ? html`<dt>${t('attempt.began')}</dt>
              <dd>${exact(latest.startTime)}</dd>
              <dt>${t('attempt.took')}</dt>
              <dd>
                ${latest.status === 'InProgress'
                  ? html`<rp-for at=${latest.startTime}></rp-for>`
                  : duration(between(latest.startTime, latest.lastStatusChange))}
              </dd>`
          : nothing}
        <dt>${t('attempt.provider')}</dt>
        <dd>${[type.category, type.owner, type.provider].filter(Boolean).join(' · ')}</dd>
        ${latest?.summary ? html`<dt>${t('attempt.summary')}</dt><dd>${latest.summary}</dd>` : nothing}
        ${latest?.lastUpdatedBy ? html`<dt>${t('attempt.by')}</dt><dd>${person(latest.lastUpdatedBy)}</dd>` : nothing}
        ${latest?.errorDetails
          ? html`<dt>${t('attempt.error')}</dt>
              <dd class="rp-error">${latest.errorDetails.code}: ${latest.errorDetails.message}</dd>`
          : nothing}
        ${latest?.externalExecutionId
          ? html`<dt>${t('attempt.external')}</dt>
              <dd>${link ? html`<a href=${link} target="_blank" rel="noreferrer noopener">${latest.externalExecutionId}</a>` : html`<code>${latest.externalExecutionId}</code>`}</dd>`
          : nothing}
        ${waited(details)} ${answers(details)}
        ${Object.entries(details?.output?.outputVariables ?? {}).map(([key, value]) => html`<dt>${key}</dt><dd><code>${value}</code></dd>`)}
        ${Object.entries(details?.input?.resolvedConfiguration ?? action.configuration ?? {}).map(([key, value]) => html`<dt>${key}</dt><dd><code>${value}</code></dd>`)}
      </dl>
      ${latest && execution
        ? type.category === 'Approval'
          ? nothing
          : (latest.actionExecutionId ?? details) === undefined
            ? nothing
            : html`<rp-log
              .client=${context.client}
              .pipeline=${context.pipeline}
              .execution=${execution.pipelineExecutionId}
              .attempt=${latest.actionExecutionId ?? details.actionExecutionId}
              .line=${shown.line ?? 0}
              .label=${t('log.label', { action: action.actionName })}
            ></rp-log>`
        : html`<p class="rp-muted">${t('attempt.notBegun')}</p>`}
    `,
  });
  if (latest && execution && !details) {
    context.client
      .attempt(context.pipeline, execution.pipelineExecutionId, stage.stageName, action.actionName)
      .then((found) => {
        details = found;
        dialog.requestUpdate();
      })
      .catch((e) => dialog.refuse(e));
  }
}

function waited(details) {
  return (details?.agentWaits ?? []).map(
    (wait) => html`<dt>${t('attempt.agent')}</dt>
      <dd>
        ${wait.until ? duration(between(wait.since, wait.until)) : html`<rp-for at=${wait.since}></rp-for>`}${wait.label
          ? html` · <code>${wait.label}</code>`
          : nothing}
      </dd>`,
  );
}

function answers(details) {
  return (details?.approvals ?? []).map(
    (answer) => html`<dt>${t(`answer.${answer.status}`)}</dt>
      <dd>${answer.by} · <rp-ago at=${answer.time}></rp-ago>${answer.summary ? html` · ${answer.summary}` : nothing}</dd>`,
  );
}
