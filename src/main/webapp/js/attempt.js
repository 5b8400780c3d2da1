import { html, nothing } from './element.js';
import { openDialog } from './dialog.js';
import { between, duration, exact, t } from './text.js';
import { webLink } from './parts.js';
import { awaitsApproval, shape, statusText, tone } from './status.js';
import './log.js';
import './times.js';

/** What one attempt at an action is and says, with its log. */
export function openAttempt(context, stage, action, execution) {
  const latest = action.latestExecution;
  const status = awaitsApproval(action) ? 'Approval' : (latest?.status ?? 'Pending');
  const type = action.actionTypeId ?? {};
  const link = webLink(latest?.externalExecutionUrl);
  openDialog({
    heading: t('attempt.title', { stage: stage.stageName, action: action.actionName }),
    wide: true,
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
        ${latest?.lastUpdatedBy ? html`<dt>${t('attempt.by')}</dt><dd>${latest.lastUpdatedBy}</dd>` : nothing}
        ${latest?.errorDetails
          ? html`<dt>${t('attempt.error')}</dt>
              <dd class="rp-error">${latest.errorDetails.code}: ${latest.errorDetails.message}</dd>`
          : nothing}
        ${latest?.externalExecutionId
          ? html`<dt>${t('attempt.external')}</dt>
              <dd>${link ? html`<a href=${link} target="_blank" rel="noreferrer noopener">${latest.externalExecutionId}</a>` : html`<code>${latest.externalExecutionId}</code>`}</dd>`
          : nothing}
        ${Object.entries(action.configuration ?? {}).map(([key, value]) => html`<dt>${key}</dt><dd><code>${value}</code></dd>`)}
      </dl>
      ${latest && execution
        ? type.category === 'Approval'
          ? nothing
          : html`<rp-log
              .client=${context.client}
              .pipeline=${context.pipeline}
              .execution=${execution.pipelineExecutionId}
              .attempt=${latest.actionExecutionId}
              .label=${t('log.label', { action: action.actionName })}
            ></rp-log>`
        : html`<p class="rp-muted">${t('attempt.notBegun')}</p>`}
    `,
  });
}
