import { html, nothing, svg } from './element.js';
import { between, duration, t } from './text.js';
import { providerIcon, shape, statusText, tone } from './status.js';

const WIDTH = 192;
const HEIGHT = 54;
const GAP_X = 44;
const GAP_Y = 12;
const STAGE_GAP = 30;
const TOP = 34;

/**
 * What an execution runs, as a graph: from left to right in the order of stages and run orders, side by side one below the
 * other. Beside the way of the execution, the artifacts that an action takes are lines from those that made them.
 */
export function graph(stages, actions, statusOf, open) {
  const { nodes, columns, boxes, width, height } = laidOut(stages);
  const latest = new Map();
  actions.forEach((action) => {
    const key = `${action.stageName}/${action.actionName}`;
    if (!latest.has(key)) {
      latest.set(key, action);
    }
  });
  const reached = (column) => column?.some((node) => latest.has(node.key));
  return html`<label class="rp-check rp-graph-choice"><input type="checkbox" /> ${t('graph.artifacts')}</label>
  <div class="rp-graph" role="region" tabindex="0" aria-label=${t('graph.label')}>
    <div class="rp-graph-area" .style=${`width:${width}px;height:${height}px`}>
      <svg class="rp-graph-lines" width=${width} height=${height} aria-hidden="true">
        ${boxes.map((box) => svg`<rect class="rp-graph-stage" x=${box.x} y="0.5" width=${box.width} height=${height - 1} rx="12" />`)}
        ${columns.slice(1).map((column, i) => joined(columns[i], column, reached(column)))}
        ${artifacts(nodes).map(({ from, to, name }) => svg`<path class="rp-graph-artifact" d=${curve(from, to)}><title>${name}</title></path>`)}
      </svg>
      ${boxes.map((box) => html`<span class="rp-graph-name" .style=${`left:${box.x + 12}px;max-width:${box.width - 24}px`}>${box.name}</span>`)}
      <ul>
        ${nodes.map((node) => {
          const action = latest.get(node.key);
          const status = action ? statusOf(action) : 'Pending';
          const took = action && action.status !== 'InProgress' ? duration(between(action.startTime, action.lastUpdateTime)) : '';
          const words = [
            t('graph.node', { stage: node.stage, action: node.name, status: statusText(status) }),
            node.takes.length > 0 ? t('graph.takes', { artifacts: node.takes.join(', ') }) : '',
            node.gives.length > 0 ? t('graph.gives', { artifacts: node.gives.join(', ') }) : '',
          ]
            .filter(Boolean)
            .join('. ');
          return html`<li .style=${`left:${node.x}px;top:${node.y}px`}>
            <button class="rp-node rp-${tone(status)}" ?disabled=${!action} aria-label=${words} title=${words} @click=${() => open(action)}>
              ${shape(status)}<span class="rp-node-name">${node.name}</span>
              <span class="rp-node-detail">${providerIcon(node.type)}<span>${node.type?.provider}${took ? ` · ${took}` : nothing}</span></span>
            </button>
          </li>`;
        })}
      </ul>
    </div>
  </div>`;
}

function laidOut(stages) {
  const nodes = [];
  const columns = [];
  const boxes = [];
  let x = 0;
  for (const stage of stages) {
    const left = x;
    x += 16;
    const orders = [...new Set(stage.actions.map((action) => action.runOrder))].sort((one, other) => one - other);
    for (const order of orders) {
      const column = stage.actions
        .filter((action) => action.runOrder === order)
        .map((action, row) => ({
          key: `${stage.stageName}/${action.actionName}`,
          stage: stage.stageName,
          name: action.actionName,
          type: action.actionTypeId,
          takes: action.inputArtifacts,
          gives: action.outputArtifacts,
          x,
          y: TOP + row * (HEIGHT + GAP_Y),
        }));
      columns.push(column);
      nodes.push(...column);
      x += WIDTH + GAP_X;
    }
    x += 16 - GAP_X;
    boxes.push({ name: stage.stageName, x: left + 0.5, width: x - left - 1 });
    x += STAGE_GAP;
  }
  const bottom = Math.max(...nodes.map((node) => node.y + HEIGHT), TOP + HEIGHT);
  return { nodes, columns, boxes, width: Math.max(x - STAGE_GAP, 1), height: bottom + 14 };
}

/** All of one column lead to all of the next: by a point between them. */
function joined(before, after, reached) {
  const fromX = before[0].x + WIDTH;
  const toX = after[0].x;
  const middle = (fromX + toX) / 2;
  const y = TOP + HEIGHT / 2;
  const leg = (x, node) => {
    const at = node.y + HEIGHT / 2;
    return at === y ? `M${x} ${y}H${middle}` : `M${x} ${at}H${middle}V${y}`;
  };
  const path = [...before.map((node) => leg(fromX, node)), ...after.map((node) => leg(toX, node))].join('');
  return svg`<path class="rp-graph-way ${reached ? 'rp-reached' : ''}" d=${path} />`;
}

function artifacts(nodes) {
  const found = [];
  const makers = new Map();
  for (const node of nodes) {
    for (const name of node.takes) {
      if (makers.has(name)) {
        found.push({ from: makers.get(name), to: node, name });
      }
    }
    node.gives.forEach((name) => makers.set(name, node));
  }
  return found;
}

function curve(from, to) {
  const x1 = from.x + WIDTH - 18;
  const x2 = to.x + 18;
  const y1 = from.y + HEIGHT;
  const y2 = to.y + HEIGHT;
  const dip = Math.max(y1, y2) + 9;
  return `M${x1} ${y1}C${x1 + 10} ${dip} ${x2 - 10} ${dip} ${x2} ${y2}`;
}
