import { html, nothing, repeat } from './element.js';
import { between, duration, exact, firstLine, t, has } from './text.js';
import { chip } from './parts.js';
import { host } from './host.js';
import { executionStatus, shape, statusText, tone } from './status.js';
import './times.js';

/** What Jenkins begins the words of a cause with. */
const CAUSE = /^Started by (user )?/;

export function triggerText(trigger) {
  const key = `trigger.${trigger?.triggerType}`;
  if (!trigger?.triggerDetail && has(`${key}.byNobody`)) {
    return t(`${key}.byNobody`);
  }
  return has(key) ? t(key, { detail: trigger.triggerDetail?.replace(CAUSE, '') }) : (trigger?.triggerType ?? '');
}

/** What started an execution, with the way to the person who did. */
export function startedBy(trigger) {
  const words = triggerText(trigger);
  const url = host.person(trigger?.triggerDetail);
  const at = url ? words.lastIndexOf(trigger.triggerDetail) : -1;
  return at < 0 ? words : html`${words.slice(0, at)}<a href=${url}>${trigger.triggerDetail}</a>${words.slice(at + trigger.triggerDetail.length)}`;
}

export function resultText(execution, stages) {
  const { status, stage } = executionStatus(execution, stages);
  return { status, text: statusText(status, { stage }) };
}

/** What an execution did in a stage, for a segment and for its words. */
export function stageOf(execution, name, now) {
  const found = execution.stages?.find((each) => each.stageName === name);
  if (!found) {
    return 'Pending';
  }
  return found.status === 'InProgress' && now.status === 'Approval' && now.stage === name ? 'Approval' : found.status;
}

export function segments(execution, stages) {
  const now = executionStatus(execution, stages);
  const words = stages.map((stage) => `${stage.stageName}: ${statusText(stageOf(execution, stage.stageName, now))}`);
  return html`<span class="rp-segments" role="img" aria-label=${words.join(', ')}>
    ${stages.map((stage, i) => {
      const status = stageOf(execution, stage.stageName, now);
      return html`<span class="rp-segment rp-${tone(status)}" title=${words[i]}></span>`;
    })}
  </span>`;
}

/** Executions, a row each, with their stages as segments. */
export function executionsTable(pipeline, state, executions) {
  const stages = state.stageStates;
  return html`<div class="rp-table-scroll">
    <table class="rp-table rp-executions">
      <thead>
        <tr>
          <th scope="col">${t('history.execution')}</th>
          <th scope="col">${t('history.revision')}</th>
          <th scope="col" class="rp-wide-only">${t('history.startedBy')}</th>
          <th scope="col" class="rp-stages-column">${stages.length > 6 ? t('history.stages') : stages.map((stage) => stage.stageName).join(' · ')}</th>
          <th scope="col">${t('history.result')}</th>
        </tr>
      </thead>
      <tbody>
        ${repeat(
          executions,
          (each) => each.pipelineExecutionId,
          (each) => {
            const { status, text } = resultText(each, stages);
            const revision = each.artifactRevisions?.[0];
            return html`<tr>
              <td>${chip(pipeline, each)}</td>
              <td class="rp-message-cell">
                <span class="rp-message" title=${revision?.revisionSummary ?? ''}>${revision ? firstLine(revision.revisionSummary) || revision.revisionId : '–'}</span>
              </td>
              <td class="rp-wide-only">
                ${startedBy(each.trigger)} <span class="rp-muted">· <rp-ago at=${each.startTime}></rp-ago></span>
              </td>
              <td class="rp-stages-column">${segments(each, stages)}</td>
              <td class="rp-status rp-${tone(status)}" title=${each.statusSummary ?? ''}>${shape(status)} ${text}</td>
            </tr>`;
          },
        )}
      </tbody>
    </table>
  </div>`;
}
