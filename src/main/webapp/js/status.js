import { html, svg } from './element.js';
import { has, t } from './text.js';

/** What a status looks like: a tone (see the style sheet) and a shape. Never a colour alone. */
const LOOKS = {
  Succeeded: ['good', 'check'],
  Overridden: ['good', 'check'],
  InProgress: ['busy', 'half'],
  Stopping: ['warn', 'half'],
  Failed: ['bad', 'cross'],
  Errored: ['bad', 'cross'],
  Stopped: ['warn', 'square'],
  Cancelled: ['warn', 'square'],
  Abandoned: ['warn', 'square'],
  Approval: ['wait', 'diamond'],
  Waiting: ['warn', 'pause'],
  Superseded: ['idle', 'skip'],
  Skipped: ['idle', 'skip'],
  RolledBack: ['idle', 'skip'],
  Pending: ['idle', 'ring'],
};

const SHAPES = {
  check: svg`<path d="M3 8.5 6.5 12 13 4.5" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>`,
  cross: svg`<path d="M4 4l8 8M12 4l-8 8" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round"/>`,
  half: svg`<g class="rp-turn"><circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" stroke-width="1.8"/><path d="M8 2.4a5.6 5.6 0 0 0 0 11.2z" fill="currentColor"/></g>`,
  diamond: svg`<path d="M8 1.8 14.2 8 8 14.2 1.8 8z" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/>`,
  square: svg`<rect x="3.5" y="3.5" width="9" height="9" rx="1.5" fill="currentColor"/>`,
  pause: svg`<path d="M5.5 3.5v9M10.5 3.5v9" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"/>`,
  skip: svg`<path d="M3.5 4 8 8l-4.5 4M8.5 4 13 8l-4.5 4" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`,
  ring: svg`<circle cx="8" cy="8" r="5.4" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
};

export function tone(status) {
  return (LOOKS[status] ?? LOOKS.Pending)[0];
}

export function statusText(status, values) {
  return has(`status.${status}`) ? t(`status.${status}`, values) : status;
}

/** The shape alone; what it means is said beside it, or by {@code label}. */
export function shape(status, label) {
  const [color, name] = LOOKS[status] ?? LOOKS.Pending;
  return label
    ? html`<svg class="rp-shape rp-${color}" viewBox="0 0 16 16" role="img" aria-label=${label}>${SHAPES[name]}</svg>`
    : html`<svg class="rp-shape rp-${color}" viewBox="0 0 16 16" aria-hidden="true">${SHAPES[name]}</svg>`;
}

/** Whether an attempt at an action waits for a person. */
export function awaitsApproval(action) {
  return action.actionTypeId?.category === 'Approval' && action.latestExecution?.status === 'InProgress';
}

/** Whether the reader may answer what an approval asks. */
export function mayAnswer(stage, action, may) {
  return may.has('approval') || may.has(`approval:${stage.stageName}/${action.actionName}`);
}

/** Whether the reader may answer it before it is asked. */
export function mayAnswerAhead(stage, action, may) {
  return may.has('approve-ahead') || may.has(`approve-ahead:${stage.stageName}/${action.actionName}`);
}

/** How a stage stands, in one word: waiting for a person counts when nothing else goes on. */
export function stageStatus(stage) {
  const status = stage.latestExecution?.status;
  if (!status) {
    return 'Pending';
  }
  if (status === 'InProgress') {
    const going = stage.actionStates.filter((action) => action.latestExecution?.status === 'InProgress');
    if (going.length > 0 && going.every(awaitsApproval)) {
      return 'Approval';
    }
  }
  return status;
}

/** How an execution stands, with the state of its pipeline at hand. */
export function executionStatus(execution, stages) {
  if (execution.status === 'InProgress') {
    const waitsBefore = stages.find((stage) =>
      stage.inboundExecutions?.some((each) => each.pipelineExecutionId === execution.pipelineExecutionId),
    );
    if (waitsBefore) {
      return { status: 'Waiting', stage: waitsBefore.stageName };
    }
    const inStage = stages.find(
      (stage) => stage.latestExecution?.pipelineExecutionId === execution.pipelineExecutionId && stage.latestExecution.status === 'InProgress',
    );
    if (inStage && stageStatus(inStage) === 'Approval') {
      return { status: 'Approval', stage: inStage.stageName };
    }
  }
  return { status: execution.status };
}

const PROVIDERS = {
  Source: svg`<circle cx="5" cy="4" r="1.8"/><circle cx="5" cy="12" r="1.8"/><circle cx="11.5" cy="6" r="1.8"/><path d="M5 5.8v4.4M11.5 7.8c0 2-3 2-5.2 2.8"/>`,
  Build: svg`<path d="M9.5 2.5a3.5 3.5 0 0 0 4 4L7 13a2 2 0 0 1-3-3z"/>`,
  Test: svg`<path d="M6 2h4M7 2v4L3.5 12.5A1 1 0 0 0 4.4 14h7.2a1 1 0 0 0 .9-1.5L9 6V2M5.5 10h5"/>`,
  Deploy: svg`<path d="M8 10V2.5M5 5.5l3-3 3 3M2.5 9v4h11V9"/>`,
  Approval: svg`<circle cx="8" cy="5" r="2.6"/><path d="M2.8 14c.5-3 2.5-4.4 5.2-4.4s4.700 1.400 5.200 4.400"/>`,
  Invoke: svg`<path d="M9 1.800 4 9h4l-1 5.200L12 7H8z"/>`,
  Compute: svg`<path d="M2.500 3.500h11v9h-11zM5 6.500l2 1.700-2 1.700M8.500 10h2.500"/>`,
};

export function providerIcon(type) {
  return html`<svg class="rp-provider" viewBox="0 0 16 16" aria-hidden="true">${PROVIDERS[type?.category] ?? PROVIDERS.Compute}</svg>`;
}
