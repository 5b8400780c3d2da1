import { html, nothing, repeat } from './element.js';
import { between, duration, firstLine, t } from './text.js';
import { breakable, chip } from './parts.js';
import { shape, statusText, tone } from './status.js';
import { stageOf, triggerText } from './executions.js';
import { executionStatus } from './status.js';
import './times.js';

const LIVE = ['InProgress', 'Stopping'];

/** Executions that pass by each other: one a row, a cell for each stage with what it did or does there. */
export function executionsGrid(pipeline, state, executions, { label = t('grid.label'), head = (stage) => breakable(stage.stageName), cell = () => nothing, end = () => nothing } = {}) {
  const stages = state.stageStates;
  return html`<div class="rp-table-scroll" role="region" aria-label=${label} tabindex="0">
    <table class="rp-table rp-grid">
      <thead>
        <tr>
          <th scope="col">${t('history.execution')}</th>
          ${stages.map((stage, i) => html`<th scope="col">${head(stage, i)}</th>`)}
          <th scope="col">${t('history.result')}</th>
        </tr>
      </thead>
      <tbody>
        ${repeat(
          executions,
          (each) => each.pipelineExecutionId,
          (each) => {
            const known = state.executions.find((one) => one.pipelineExecutionId === each.pipelineExecutionId);
            const execution = known ? { ...each, ...known, stages: known.stages ?? each.stages } : each;
            const now = statusNow(execution, stages);
            const revision = execution.artifactRevisions?.[0];
            return html`<tr>
              <th scope="row" class="rp-grid-execution">
                ${chip(pipeline, execution)}
                <span class="rp-message" title=${revision?.revisionSummary ?? ''}>${revision ? firstLine(revision.revisionSummary) || revision.revisionId : ''}</span>
                <span class="rp-muted">${triggerText(execution.trigger)} · <rp-ago at=${execution.startTime}></rp-ago></span>
              </th>
              ${stages.map((stage) => html`<td>${stageCell(execution, stage, now)} ${cell(execution, stage, now)}</td>`)}
              <td>
                <span class="rp-status rp-${tone(now.status)}" title=${execution.statusSummary ?? ''}>${shape(now.status)} ${statusText(now.status, { stage: now.stage })}</span>
                ${end(execution, now)}
              </td>
            </tr>`;
          },
        )}
      </tbody>
    </table>
  </div>`;
}

/** A PARALLEL execution shares no stage: what it waits for says how it stands. */
function statusNow(execution, stages) {
  const { blocker, status, position } = execution;
  if (status === 'InProgress' && blocker?.type === 'ApprovalNeeded') {
    return { status: 'Approval', stage: blocker.stageName };
  }
  if (status === 'InProgress' && execution.waiting) {
    return { status: 'Waiting', stage: position };
  }
  return status === 'InProgress' && blocker === undefined && execution.position ? { status } : executionStatus(execution, stages);
}

function stageCell(execution, stage, now) {
  const status = now.status === 'Waiting' && now.stage === stage.stageName ? 'Waiting' : stageOf(execution, stage.stageName, now);
  const found = execution.stages?.find((each) => each.stageName === stage.stageName);
  if (status === 'Pending') {
    return html`<span class="rp-cell-empty" role="img" aria-label=${statusText('Pending')}>–</span>`;
  }
  return html`<span class="rp-status rp-${tone(status)}">${shape(status)} ${statusText(status, { stage: stage.stageName })}</span>
    ${found
      ? html`<span class="rp-muted rp-together"
          >${found.endTime ? duration(between(found.startTime, found.endTime)) : LIVE.includes(found.status) ? html`<rp-for at=${found.startTime}></rp-for>` : nothing}</span
        >`
      : nothing}`;
}
