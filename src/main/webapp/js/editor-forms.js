import { html, nothing } from './element.js';
import { openDialog } from './dialog.js';
import { t } from './text.js';

/**
 * The forms of the editor that are about more than an action: the pipeline's settings and variables, its triggers, and the
 * conditions of a stage. Each works on a copy, which the editor takes when it is applied. What a form does not show stays.
 *
 * @typedef {import('./definition-page.js').DefinitionPage} Editor
 */

function put(object, key, value) {
  if (value === '' || value === undefined || value === null || (Array.isArray(value) && value.length === 0)) {
    delete object[key];
  } else {
    object[key] = value;
  }
}

const words = (text) => text.split(/[\s,]+/).filter(Boolean);

function field(label, control, hint) {
  return html`<label class="rp-field"><span>${label}</span>${control}${hint ? html`<small>${hint}</small>` : nothing}</label>`;
}

function text(object, key, options = {}) {
  return html`<input
    .value=${object[key] ?? ''}
    maxlength=${options.most ?? 1000}
    ?required=${options.required}
    pattern=${options.pattern ?? nothing}
    list=${options.list ?? nothing}
    placeholder=${options.placeholder ?? nothing}
    autocomplete="off"
    spellcheck="false"
    @input=${(event) => put(object, key, event.target.value)}
  />`;
}

function number(object, key, minimum, maximum) {
  return html`<input
    type="number"
    min=${minimum}
    max=${maximum}
    .value=${object[key] === undefined ? '' : String(object[key])}
    @input=${(event) => put(object, key, event.target.value === '' ? '' : Number(event.target.value))}
  />`;
}

function list(object, key, placeholder = '') {
  return html`<input
    .value=${(object[key] ?? []).join(', ')}
    placeholder=${placeholder}
    autocomplete="off"
    spellcheck="false"
    @change=${(event) => put(object, key, words(event.target.value))}
  />`;
}

function choice(value, values, chosen) {
  return html`<select @change=${(event) => chosen(event.target.value)}>
    ${values.map(([each, label]) => html`<option value=${each} ?selected=${each === (value ?? '')}>${label}</option>`)}
  </select>`;
}

function entry(heading, remove, content) {
  return html`<fieldset class="rp-entry">
    <legend>${heading}</legend>
    ${content}
    <button type="button" class="rp-button rp-small rp-danger" @click=${remove}>${t('editor.remove')}</button>
  </fieldset>`;
}

function adder(label, add) {
  return html`<button type="button" class="rp-button rp-small" @click=${add}>${label}</button>`;
}

/** The pipeline's type, mode and variables. */
export function editSettings(editor) {
  const { pipeline } = editor.definition;
  const draft = structuredClone({ pipelineType: pipeline.pipelineType, executionMode: pipeline.executionMode, variables: pipeline.variables ?? [] });
  openDialog({
    heading: t('settings.title'),
    wide: true,
    body: (dialog) => {
      const changed = () => dialog.requestUpdate();
      return html`
        <div class="rp-form-grid">
          ${field(
            t('settings.type'),
            choice(draft.pipelineType, [['', t('settings.default', { value: 'V1' })], ['V1', 'V1'], ['V2', 'V2']], (value) => put(draft, 'pipelineType', value)),
            t('settings.type.hint'),
          )}
          ${field(
            t('settings.mode'),
            choice(
              draft.executionMode,
              [['', t('settings.default', { value: 'SUPERSEDED' })], ...['SUPERSEDED', 'QUEUED', 'PARALLEL'].map((mode) => [mode, mode])],
              (value) => put(draft, 'executionMode', value),
            ),
            t('settings.mode.hint'),
          )}
        </div>
        <h3>${t('settings.variables')}</h3>
        ${editor.problemsAt('/pipeline/variables')}
        ${draft.variables.map((variable, i) =>
          entry(
            t('settings.variable', { number: i + 1 }),
            () => {
              draft.variables.splice(i, 1);
              changed();
            },
            html`<div class="rp-form-grid">
              ${field(t('editor.name'), text(variable, 'name', { required: true, most: 128, pattern: '[A-Za-z0-9@_\\-]+' }), t('editor.name.hint'))}
              ${field(t('settings.defaultValue'), text(variable, 'defaultValue'), t('settings.defaultValue.hint'))}
              ${field(t('settings.description'), text(variable, 'description', { most: 200 }))}
            </div>`,
          ),
        )}
        ${adder(t('settings.addVariable'), () => {
          draft.variables.push({ name: '' });
          changed();
        })}
      `;
    },
    choices: [
      {
        label: t('editor.apply'),
        kind: 'rp-primary',
        run: async () => editor.change((target) => ['pipelineType', 'executionMode', 'variables'].forEach((key) => put(target, key, draft[key]))),
      },
    ],
  });
}

const GIT = 'CodeStarSourceConnection';
const EXAMPLES = { branches: 'main, release/**', tags: 'v*', filePaths: 'src/**' };
const EVENTS = ['OPEN', 'UPDATED', 'CLOSED'];

/** What starts the pipeline by itself. */
export function editTriggers(editor) {
  const draft = structuredClone(editor.definition.pipeline.triggers ?? []);
  const sources = editor.stages.flatMap((stage) => stage.actions ?? []).filter((action) => action.actionTypeId?.category === 'Source');
  openDialog({
    heading: t('triggers.title'),
    wide: true,
    body: (dialog) => {
      const changed = () => dialog.requestUpdate();
      return html`
        <p class="rp-muted">${t('triggers.text')}</p>
        ${editor.problemsAt('/pipeline/triggers')}
        ${draft.map((trigger, i) =>
          entry(
            t(`triggers.${trigger.providerType}`),
            () => {
              draft.splice(i, 1);
              changed();
            },
            trigger.providerType === GIT ? gitTrigger(trigger, sources, changed) : otherTrigger(trigger),
          ),
        )}
        <div class="rp-row">
          ${adder(t('triggers.addGit'), () => {
            draft.push({ providerType: GIT, gitConfiguration: { sourceActionName: sources[0]?.name ?? '', push: [{ branches: { includes: ['main'] } }] } });
            changed();
          })}
          ${adder(t('triggers.addSchedule'), () => {
            draft.push({ providerType: 'Schedule', scheduleConfiguration: { expression: '0 0 6 ? * MON-FRI' } });
            changed();
          })}
          ${adder(t('triggers.addStage'), () => {
            draft.push({ providerType: 'PipelineStage', pipelineStageConfiguration: { pipelineName: '', stageName: '' } });
            changed();
          })}
        </div>
      `;
    },
    choices: [{ label: t('editor.apply'), kind: 'rp-primary', run: async () => editor.change((target) => put(target, 'triggers', tidy(draft))) }],
  });
}

function gitTrigger(trigger, sources, changed) {
  const git = (trigger.gitConfiguration ??= {});
  return html`${field(
      t('triggers.source'),
      choice(
        git.sourceActionName,
        [...new Set([git.sourceActionName ?? '', ...sources.map((each) => each.name)])].map((name) => [name, name]),
        (value) => put(git, 'sourceActionName', value),
      ),
    )}
    ${filters(git, 'push', ['branches', 'tags', 'filePaths'], changed)} ${filters(git, 'pullRequest', ['branches', 'filePaths'], changed)}
    <div class="rp-row">
      ${adder(t('triggers.addPush'), () => {
        (git.push ??= []).push({ branches: { includes: [] } });
        changed();
      })}
      ${adder(t('triggers.addPullRequest'), () => {
        (git.pullRequest ??= []).push({ events: [...EVENTS], branches: { includes: [] } });
        changed();
      })}
    </div>`;
}

function filters(git, kind, aspects, changed) {
  return (git[kind] ?? []).map((filter, i) =>
    entry(
      t(`triggers.${kind}`, { number: i + 1 }),
      () => {
        git[kind].splice(i, 1);
        put(git, kind, git[kind]);
        changed();
      },
      html`${kind === 'pullRequest'
          ? html`<div class="rp-row" role="group" aria-label=${t('triggers.events')}>
              ${EVENTS.map(
                (event) => html`<label class="rp-check"
                  ><input
                    type="checkbox"
                    .checked=${(filter.events ?? []).includes(event)}
                    @change=${(change) => put(filter, 'events', EVENTS.filter((each) => (each === event ? change.target.checked : (filter.events ?? []).includes(each))))}
                  />
                  ${event}</label
                >`,
              )}
            </div>`
          : nothing}
        <div class="rp-form-grid">
          ${aspects.map((aspect) => {
            const patterns = (filter[aspect] ??= {});
            return html`${field(t(`triggers.${aspect}.includes`), list(patterns, 'includes', EXAMPLES[aspect]))}
            ${field(t(`triggers.${aspect}.excludes`), list(patterns, 'excludes'))}`;
          })}
        </div>`,
    ),
  );
}

function otherTrigger(trigger) {
  if (trigger.providerType === 'Schedule') {
    const schedule = (trigger.scheduleConfiguration ??= {});
    return html`<div class="rp-form-grid">
      ${field(t('triggers.expression'), text(schedule, 'expression', { required: true }), t('triggers.expression.hint'))}
      ${field(t('triggers.timeZone'), text(schedule, 'timeZone', { placeholder: 'Europe/Berlin' }), t('triggers.timeZone.hint'))}
    </div>`;
  }
  if (trigger.providerType === 'PipelineStage') {
    const stage = (trigger.pipelineStageConfiguration ??= {});
    return html`<div class="rp-form-grid">
      ${field(t('triggers.pipeline'), text(stage, 'pipelineName', { required: true }))} ${field(t('triggers.stage'), text(stage, 'stageName', { required: true }))}
    </div>`;
  }
  return html`<p class="rp-muted">${t('triggers.other')}</p>`;
}

/** Empty patterns and lists are left out. */
export function tidy(value) {
  if (Array.isArray(value)) {
    return value.map(tidy);
  }
  if (value && typeof value === 'object') {
    const kept = Object.entries(value)
      .map(([key, each]) => [key, tidy(each)])
      .filter(([, each]) => !(each && typeof each === 'object' && Object.keys(each).length === 0));
    return Object.fromEntries(kept);
  }
  return value;
}

const RESULTS = { beforeEntry: ['FAIL', 'SKIP', 'HOLD'], onSuccess: ['FAIL', 'ROLLBACK', 'HOLD'], onFailure: ['ROLLBACK', 'RETRY', 'RULES'] };
const ERROR_TYPES = [
  'JobFailed',
  'ConfigurationError',
  'PermissionError',
  'RevisionOutOfSync',
  'RevisionUnavailable',
  'SystemUnavailable',
  'OutputVariablesSizeExceeded',
  'Rejected',
  'ApprovalTimedOut',
];

function resultOf(stage, kind) {
  const conditions = stage[kind];
  if (kind === 'onFailure') {
    return conditions?.result ?? (conditions?.conditions?.length > 0 ? 'RULES' : '');
  }
  return conditions?.conditions?.[0]?.result ?? '';
}

function setResult(stage, kind, result) {
  const before = stage[kind] ?? {};
  const [condition = {}] = before.conditions ?? [];
  const { result: old, retryConfiguration, conditions, ...others } = before;
  if (result === '') {
    delete stage[kind];
  } else if (kind !== 'onFailure') {
    const { holdConfiguration, ...rest } = condition;
    stage[kind] = { ...others, conditions: [{ ...rest, result, rules: condition.rules ?? [], ...(result === 'HOLD' ? { holdConfiguration: holdConfiguration ?? {} } : {}) }] };
  } else if (result === 'RULES') {
    stage[kind] = { ...others, conditions: [{ ...condition, result: 'ROLLBACK', rules: condition.rules ?? [] }] };
  } else {
    stage[kind] = { ...others, result, ...(result === 'RETRY' ? { retryConfiguration: retryConfiguration ?? { retryMode: 'FAILED_ACTIONS' } } : {}) };
  }
}

/** What has to hold before a stage, after it and when it fails. */
export function editConditions(editor, i) {
  const draft = structuredClone(editor.stages[i]);
  const pointer = `/pipeline/stages/${i}`;
  const ruleTypes = editor.types.filter((each) => each.type.category === 'Rule');
  openDialog({
    heading: t('conditions.title', { stage: draft.name }),
    wide: true,
    body: (dialog) => {
      const changed = () => dialog.requestUpdate();
      return html`<datalist id="rp-rule-references">${editor.references(i).map((name) => html`<option value=${name}></option>`)}</datalist>
      ${Object.keys(RESULTS).map((kind) => {
        const result = resultOf(draft, kind);
        const condition = draft[kind]?.conditions?.[0];
        return html`<section class="rp-condition-form" aria-label=${t(`stage.conditions.${kind}`)}>
          <h3>${t(`stage.conditions.${kind}`)}</h3>
          ${editor.problemsAt(`${pointer}/${kind}`)}
          ${field(
            t(`conditions.${kind}.result`),
            choice(result, [['', t('conditions.none')], ...RESULTS[kind].map((each) => [each, t(`conditions.${each}`)])], (value) => {
              setResult(draft, kind, value);
              changed();
            }),
          )}
          ${condition?.holdConfiguration
            ? html`<div class="rp-form-grid">
                ${field(t('conditions.interval'), number(condition.holdConfiguration, 'intervalSeconds', 10, 86400), t('conditions.interval.hint'))}
                ${field(t('conditions.timeout'), number(condition.holdConfiguration, 'timeoutInMinutes', 1, 86400), t('conditions.timeout.hint'))}
              </div>`
            : nothing}
          ${draft[kind]?.retryConfiguration ? retryForm(draft[kind].retryConfiguration) : nothing}
          ${condition ? rulesForm(condition, ruleTypes, changed) : nothing}
        </section>`;
      })}`;
    },
    choices: [
      {
        label: t('editor.apply'),
        kind: 'rp-primary',
        run: async () => editor.change((pipeline) => Object.keys(RESULTS).forEach((kind) => put(pipeline.stages[i], kind, draft[kind] && tidy(draft[kind])))),
      },
    ],
  });
}

function retryForm(retry) {
  return html`<div class="rp-form-grid">
    ${field(
      t('conditions.retryMode'),
      choice(retry.retryMode, [['FAILED_ACTIONS', t('retry.failed')], ['ALL_ACTIONS', t('retry.all')]], (value) => put(retry, 'retryMode', value)),
    )}
    ${field(t('conditions.maxAttempts'), number(retry, 'maxAttempts', 1, 10), t('conditions.maxAttempts.hint'))}
    ${field(t('conditions.backoff'), number(retry, 'backoffSeconds', 0, 3600), t('conditions.backoff.hint'))}
    ${field(t('conditions.rate'), number(retry, 'backoffRate', 1, 10), t('conditions.rate.hint'))}
    ${field(t('conditions.errorTypes'), list(retry, 'errorTypes', 'SystemUnavailable'), t('conditions.errorTypes.hint', { types: ERROR_TYPES.join(', ') }))}
  </div>`;
}

function rulesForm(condition, types, changed) {
  return html`${condition.rules.map((rule, i) =>
    entry(
      t('conditions.rule', { number: i + 1 }),
      () => {
        condition.rules.splice(i, 1);
        changed();
      },
      ruleForm(rule, types, changed),
    ),
  )}
  ${condition.rules.length < 5
    ? adder(t('conditions.addRule'), () => {
        condition.rules.push({ name: `Rule${condition.rules.length + 1}`, ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'DeploymentWindow', version: '1' } });
        changed();
      })
    : nothing}`;
}

function ruleForm(rule, types, changed) {
  const provider = rule.ruleTypeId?.provider;
  const schema = types.find((each) => each.type.provider === provider && each.type.owner === rule.ruleTypeId?.owner);
  const configuration = (rule.configuration ??= {});
  const known = schema?.properties ?? [];
  const others = Object.keys(configuration).filter((name) => !known.some((property) => property.name === name));
  return html`<div class="rp-form-grid">
      ${field(t('editor.name'), text(rule, 'name', { required: true, most: 100, pattern: '[A-Za-z0-9.@_\\-]+' }))}
      ${field(
        t('editor.type'),
        choice(
          provider,
          [...new Set([provider, ...types.map((each) => each.type.provider)])].map((each) => [each, each]),
          (value) => {
            rule.ruleTypeId = structuredClone(types.find((each) => each.type.provider === value)?.type ?? rule.ruleTypeId);
            changed();
          },
        ),
      )}
      ${schema && schema.inputs.maximum === 0
        ? nothing
        : field(
            t('editor.inputs'),
            html`<input
              .value=${(rule.inputArtifacts ?? []).map((each) => each.name).join(', ')}
              @change=${(event) => put(rule, 'inputArtifacts', words(event.target.value).map((name) => ({ name })))}
            />`,
          )}
      ${known.map((property) =>
        field(
          html`${property.name}${property.required ? html` <em>${t('release.required')}</em>` : nothing}`,
          property.values?.length > 0
            ? choice(configuration[property.name], [['', ''], ...property.values.map((each) => [each, each])], (value) => put(configuration, property.name, value))
            : text(configuration, property.name, { required: property.required, list: 'rp-rule-references' }),
          property.description,
        ),
      )}
      ${others.map((name) => field(name, text(configuration, name)))}
    </div>
    ${provider === 'Commands'
      ? field(
          t('editor.commands'),
          html`<textarea rows="3" spellcheck="false" .value=${(rule.commands ?? []).join('\n')} @input=${(event) => put(rule, 'commands', event.target.value.split('\n').filter((line) => line.trim() !== ''))}></textarea>`,
          t('editor.commands.hint'),
        )
      : nothing}`;
}

/** In a few words, for a card: which conditions a stage has. */
export function conditionsInWords(stage) {
  return Object.keys(RESULTS)
    .filter((kind) => stage[kind])
    .map((kind) => `${t(`stage.conditions.${kind}`)}: ${t(`conditions.short.${resultOf(stage, kind)}`)}`);
}
