import { PageElement, html, nothing, repeat } from './element.js';
import { openDialog } from './dialog.js';
import { breakable } from './parts.js';
import { providerIcon } from './status.js';
import { t } from './text.js';
import { lineDiff } from './diff.js';
import { conditionsInWords, editConditions, editSettings, editTriggers } from './editor-forms.js';
import './times.js';

const PAUSE = 350;
const FIELDS = ['name', 'actionTypeId', 'runOrder', 'namespace', 'inputArtifacts', 'outputArtifacts', 'commands'];

/**
 * The names for the word that is being typed, wherever it stands: what a list of the browser offers takes the place of the whole
 * field, so that the rest of the field stands in each of the offers.
 */
function offers(input, names, word) {
  const caret = input.selectionStart ?? input.value.length;
  const typed = input.value.slice(0, caret).match(word)?.[0] ?? '';
  const before = input.value.slice(0, caret - typed.length);
  const after = input.value.slice(caret);
  return names.filter((name) => name.startsWith(typed)).map((name) => `${before}${name}${after}`);
}

/**
 * The definition of a pipeline as cards and as text, side by side: a change in one shows in the other, with what the
 * validator says of it. Nothing is in force before it is saved.
 */
export class DefinitionPage extends PageElement {
  static properties = {
    client: { attribute: false },
    pipeline: {},
    may: { attribute: false },
    saved: { state: true },
    definition: { state: true },
    texts: { state: true },
    format: { state: true },
    problems: { state: true },
    types: { state: true },
    failure: { state: true },
    dragged: { state: true },
  };

  constructor() {
    super();
    this.format = 'yaml';
    this.problems = [];
    this.undoable = [];
    this.redoable = [];
    this.types = [];
    this.leave = (event) => this.isChanged && event.preventDefault();
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('beforeunload', this.leave);
    this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('beforeunload', this.leave);
    clearTimeout(this.timer);
  }

  async load() {
    try {
      const [saved, types] = await Promise.all([
        this.client.get(this.client.of(this.pipeline, 'definition')),
        this.client.get('action-types'),
      ]);
      this.types = types;
      this.saved = saved;
      this.format = saved.format ?? (saved.file?.endsWith('.json') ? 'json' : 'yaml');
      this.show({ definition: saved.definition, json: saved.json, yaml: saved.yaml });
      this.undoable = [];
      this.redoable = [];
      this.check();
    } catch (e) {
      this.failure = e.status === 403 ? t('editor.notAllowed') : t('app.failedToLoad', { message: e.message });
    }
  }

  show({ definition, json, yaml }) {
    this.definition = definition;
    this.texts = { json, yaml };
  }

  get snapshot() {
    return { definition: this.definition, ...this.texts };
  }

  get isChanged() {
    return this.saved !== undefined && this.texts[this.format] !== this.saved[this.format];
  }

  get stages() {
    return this.definition?.pipeline?.stages ?? [];
  }

  /** Remembers how it was, so that it can be undone. */
  remember() {
    this.undoable = [...this.undoable.slice(-99), this.snapshot];
    this.redoable = [];
  }

  /** A change of the cards: the text follows. */
  change(what) {
    this.remember();
    const definition = structuredClone(this.definition);
    what(definition.pipeline);
    this.definition = definition;
    const json = `${JSON.stringify(definition, null, 4)}\n`;
    this.texts = { ...this.texts, json };
    this.check(json, 'json', true);
  }

  /** A change of the text: the cards follow as soon as it can be understood. */
  typed(text) {
    if (Date.now() - (this.typedAt ?? 0) > 1_500) {
      this.remember();
    }
    this.typedAt = Date.now();
    this.texts = { ...this.texts, [this.format]: text };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(text, this.format, false), PAUSE);
  }

  async check(text = this.texts[this.format], format = this.format, fromCards = false) {
    const asked = (this.asked = {});
    let found;
    try {
      found = await this.client.post('check', { text, format });
    } catch (e) {
      found = { problems: [{ severity: 'ERROR', pointer: '', message: e.message }] };
    }
    if (asked !== this.asked) {
      return;
    }
    this.problems = found.problems;
    if (!found.definition) {
      return;
    }
    if (fromCards) {
      this.texts = { json: text, yaml: found.yaml };
      if (format !== this.format && this.problems.length > 0) {
        this.check();
      }
    } else {
      this.definition = found.definition.pipeline ? found.definition : { pipeline: found.definition };
      this.texts = { ...this.texts, [format === 'json' ? 'yaml' : 'json']: format === 'json' ? found.yaml : found.json };
    }
  }

  undo() {
    this.step('undoable', 'redoable');
  }

  redo() {
    this.step('redoable', 'undoable');
  }

  step(from, to) {
    const past = this[from].at(-1);
    if (past) {
      this[to] = [...this[to], this.snapshot];
      this[from] = this[from].slice(0, -1);
      this.show(past);
      this.typedAt = 0;
      this.check();
    }
  }

  keys(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && event.target.localName !== 'textarea') {
      event.preventDefault();
      event.shiftKey ? this.redo() : this.undo();
    }
  }

  moveStage(from, to) {
    if (to >= 0 && to < this.stages.length && from !== to) {
      this.change((pipeline) => pipeline.stages.splice(to, 0, ...pipeline.stages.splice(from, 1)));
      this.tell('rp-say', { quiet: true, text: t('editor.moved', { name: this.stages[to].name, place: to + 1 }) });
      this.focusLater(`[data-stage="${to}"] .rp-edit-handle`);
    }
  }

  moveAction([fromStage, from], [toStage, to]) {
    if (toStage < 0 || toStage >= this.stages.length) {
      return;
    }
    const place = Math.max(0, Math.min(to, this.stages[toStage].actions.length - (fromStage === toStage ? 1 : 0)));
    if (fromStage === toStage && from === place) {
      return;
    }
    this.change((pipeline) => {
      const [moved] = pipeline.stages[fromStage].actions.splice(from, 1);
      pipeline.stages[toStage].actions.splice(place, 0, moved);
    });
    this.tell('rp-say', { quiet: true, text: t('editor.moved', { name: this.stages[toStage].actions[place].name, place: place + 1 }) });
    this.focusLater(`[data-action="${toStage}.${place}"] .rp-edit-handle`);
  }

  async focusLater(selector) {
    await this.updateComplete;
    this.querySelector(selector)?.focus();
  }

  stageKey(event, i) {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (step) {
      event.preventDefault();
      this.moveStage(i, i + step);
    }
  }

  actionKey(event, i, j) {
    const moves = { ArrowUp: [i, j - 1], ArrowDown: [i, j + 1], ArrowLeft: [i - 1, j], ArrowRight: [i + 1, j] };
    if (moves[event.key]) {
      event.preventDefault();
      this.moveAction([i, j], moves[event.key]);
    }
  }

  drop(event, stage, action) {
    event.preventDefault();
    event.stopPropagation();
    const { dragged } = this;
    this.dragged = null;
    if (dragged?.action !== undefined) {
      this.moveAction([dragged.stage, dragged.action], [stage, action ?? this.stages[stage].actions.length]);
    } else if (dragged) {
      this.moveStage(dragged.stage, stage);
    }
  }

  freeName(base, taken) {
    let name = base;
    for (let n = 2; taken.includes(name); n++) {
      name = `${base}${n}`;
    }
    return name;
  }

  addStage() {
    const name = this.freeName('Stage', this.stages.map((stage) => stage.name));
    this.change((pipeline) => pipeline.stages.push({ name, actions: [] }));
    this.editStage(this.stages.length - 1);
  }

  addAction(i) {
    const name = this.freeName('Action', this.stages[i].actions.map((action) => action.name));
    this.editAction(i, this.stages[i].actions.length, {
      name,
      actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' },
      runOrder: Math.max(0, ...this.stages[i].actions.map((action) => action.runOrder ?? 1)) + 1,
      configuration: {},
      inputArtifacts: [],
      outputArtifacts: [],
    });
  }

  editStage(i) {
    const stage = this.stages[i];
    openDialog({
      heading: t('editor.stage', { name: stage.name }),
      body: () => html`<label class="rp-field"
        ><span>${t('editor.name')}</span><input name="name" required maxlength="100" .value=${stage.name} pattern="[A-Za-z0-9.@_\\-]+" title=${t('editor.name.hint')} /><small
          >${t('editor.name.hint')}</small
        ></label
      >`,
      choices: [
        { label: t('editor.remove'), kind: 'rp-danger', run: async () => this.change((pipeline) => pipeline.stages.splice(i, 1)) },
        { label: t('editor.apply'), kind: 'rp-primary', run: async (values) => this.change((pipeline) => (pipeline.stages[i].name = values.get('name'))) },
      ],
    });
  }

  editAction(i, j, added) {
    const action = added ?? this.stages[i].actions[j];
    const pointer = `/pipeline/stages/${i}/actions/${j}`;
    const key = (type) => [type.category, type.owner, type.provider, type.version].join('/');
    const actionTypes = this.types.filter((each) => each.type.category !== 'Rule');
    let type = key(action.actionTypeId);
    const own = actionTypes.some((each) => key(each.type) === type) ? [] : [action.actionTypeId];
    const artifacts = [...new Set(this.stages.flatMap((stage) => stage.actions.flatMap((each) => (each.outputArtifacts ?? []).map((out) => out.name))))];
    const references = this.references(i);
    let offered = { artifacts, references };
    const names = (list) => (list ?? []).map((each) => each.name).join(', ');
    openDialog({
      heading: t('editor.action', { name: action.name }),
      wide: true,
      body: (dialog) => {
        const offer = (more) => {
          offered = { ...offered, ...more };
          dialog.requestUpdate();
        };
        const refer = ({ target }) => offer({ references: offers(target, references, /#\{[^}]*$/) });
        const schema = actionTypes.find((each) => key(each.type) === type);
        const known = schema?.properties ?? [];
        const others = Object.keys(action.configuration ?? {}).filter((name) => !known.some((property) => property.name === name));
        return html`
          <datalist id="rp-artifacts">${offered.artifacts.map((name) => html`<option value=${name}></option>`)}</datalist>
          <datalist id="rp-references">${offered.references.map((name) => html`<option value=${name}></option>`)}</datalist>
          ${this.problemsBeside(pointer, [...FIELDS, ...[...known.map((property) => property.name), ...others].map((name) => `configuration/${name}`)])}
          <div class="rp-form-grid">
            <label class="rp-field"
              ><span>${t('editor.name')}</span><input name="name" required maxlength="100" .value=${action.name} pattern="[A-Za-z0-9.@_\\-]+" title=${t('editor.name.hint')} />${this.problemsAt(`${pointer}/name`)}</label
            >
            <label class="rp-field"
              ><span>${t('editor.type')}</span
              ><select
                name="type"
                @change=${(event) => {
                  type = event.target.value;
                  dialog.requestUpdate();
                }}
              >
                ${[...own.map((each) => ({ type: each })), ...actionTypes].map(
                  (each) => html`<option value=${key(each.type)} ?selected=${key(each.type) === type}>${each.type.category} · ${each.type.provider} (${each.type.owner})</option>`,
                )}
              </select>${this.problemsAt(`${pointer}/actionTypeId`)}</label
            >
            <label class="rp-field"
              ><span>${t('editor.runOrder')}</span><input name="runOrder" type="number" min="1" max="999" .value=${String(action.runOrder ?? 1)} /><small>${t('editor.runOrder.hint')}</small>${this.problemsAt(`${pointer}/runOrder`)}</label
            >
            <label class="rp-field"><span>${t('editor.namespace')}</span><input name="namespace" maxlength="100" .value=${action.namespace ?? ''} /><small>${t('editor.namespace.hint')}</small>${this.problemsAt(`${pointer}/namespace`)}</label>
            ${schema && schema.inputs.maximum === 0
              ? nothing
              : html`<label class="rp-field"
                  ><span>${t('editor.inputs')}</span><input name="inputs" list="rp-artifacts" autocomplete="off" .value=${names(action.inputArtifacts)} @input=${({ target }) => offer({ artifacts: offers(target, artifacts, /[^,\s]*$/) })} /><small
                    >${t('editor.artifacts.hint', this.range(schema?.inputs))}</small
                  >${this.problemsAt(`${pointer}/inputArtifacts`)}</label
                >`}
            ${schema && schema.outputs.maximum === 0
              ? nothing
              : html`<label class="rp-field"
                  ><span>${t('editor.outputs')}</span><input name="outputs" .value=${names(action.outputArtifacts)} /><small>${t('editor.artifacts.hint', this.range(schema?.outputs))}</small>${this.problemsAt(`${pointer}/outputArtifacts`)}</label
                >`}
          </div>
          ${type.endsWith('/Commands/1')
            ? html`<label class="rp-field"
                ><span>${t('editor.commands')}</span><textarea name="commands" rows="5" required spellcheck="false" .value=${(action.commands ?? []).join('\n')}></textarea
                ><small>${t('editor.commands.hint')}</small>${this.insertion(references)}${this.problemsAt(`${pointer}/commands`)}</label
              >`
            : nothing}
          ${known.length + others.length > 0 ? html`<h3>${t('attempt.configuration')}</h3>` : nothing}
          <div class="rp-form-grid">
            ${known.map((property) => this.property(property, action.configuration?.[property.name], `${pointer}/configuration/${property.name}`, references, refer))}
            ${others.map((name) => this.property({ name, description: '', values: [] }, action.configuration[name], `${pointer}/configuration/${name}`, references, refer))}
          </div>
        `;
      },
      choices: [
        ...(added
          ? []
          : [{ label: t('editor.remove'), kind: 'rp-danger', run: async () => this.change((pipeline) => pipeline.stages[i].actions.splice(j, 1)) }]),
        {
          label: added ? t('editor.add') : t('editor.apply'),
          kind: 'rp-primary',
          run: async (values) => this.change((pipeline) => (pipeline.stages[i].actions[j] = this.filled(action, values))),
        },
      ],
    });
  }

  /** What can be referred to in a stage: the variables of the pipeline and of actions up to there. */
  references(i) {
    return this.stages
      .slice(0, i + 1)
      .flatMap((stage) => stage.actions ?? [])
      .filter((each) => each.namespace)
      .flatMap((each) => this.variablesOf(each).map((name) => `#{${each.namespace}.${name}}`))
      .concat((this.definition.pipeline.variables ?? []).map((each) => `#{variables.${each.name}}`));
  }

  /** The names that are known; one empty name when only the build knows. */
  variablesOf(action) {
    const known = this.types.find(({ type }) => ['category', 'owner', 'provider', 'version'].every((part) => `${type[part]}` === `${action.actionTypeId?.[part]}`));
    const names = [...(action.outputVariables ?? []), ...(known?.outputVariables ?? [])];
    return names.length > 0 ? names : [''];
  }

  /** Puts a reference where the caret is in the field before it: a list of names cannot be completed in several lines. */
  insertion(references) {
    return references.length === 0
      ? nothing
      : html`<select
          class="rp-insert"
          aria-label=${t('editor.insert')}
          @change=${(event) => {
            const area = event.target.closest('.rp-field').querySelector('textarea');
            area.setRangeText(event.target.value, area.selectionStart, area.selectionEnd, 'end');
            event.target.value = '';
            area.focus();
          }}
        >
          <option value="">${t('editor.insert')}</option>
          ${references.map((name) => html`<option value=${name}>${name}</option>`)}
        </select>`;
  }

  range(count) {
    return count ? { range: count.minimum === count.maximum ? count.minimum : `${count.minimum} – ${count.maximum}` } : { range: '' };
  }

  property(property, value, pointer, references, refer) {
    const name = `configuration:${property.name}`;
    return html`<label class="rp-field">
      <span>${property.name}${property.required ? html` <em>${t('release.required')}</em>` : nothing}</span>
      ${property.values?.length > 0
        ? html`<select name=${name}>
            <option value=""></option>
            ${property.values.map((each) => html`<option value=${each} ?selected=${each === value}>${each}</option>`)}
          </select>`
        : (value?.length ?? 0) > 60 || value?.includes('\n')
          ? html`<textarea name=${name} rows="3" .value=${value ?? ''}></textarea>${this.insertion(references)}`
          : html`<input name=${name} list="rp-references" autocomplete="off" .value=${value ?? ''} @focus=${refer} @input=${refer} />`}
      ${property.description ? html`<small>${property.description}</small>` : nothing} ${this.problemsAt(pointer)}
    </label>`;
  }

  /** The action as the form says; what the form does not show stays. */
  filled(action, values) {
    const [category, owner, provider, version] = values.get('type').split('/');
    const next = structuredClone(action);
    const artifacts = (field, before) =>
      (values.get(field) ?? '')
        .split(/[\s,]+/)
        .filter(Boolean)
        .map((name) => before?.find((each) => each.name === name) ?? { name });
    next.name = values.get('name');
    next.actionTypeId = { category, owner, provider, version };
    next.runOrder = Number(values.get('runOrder'));
    next.namespace = values.get('namespace') || undefined;
    next.inputArtifacts = artifacts('inputs', action.inputArtifacts);
    next.outputArtifacts = artifacts('outputs', action.outputArtifacts);
    next.configuration = {};
    if (values.has('commands')) {
      next.commands = values.get('commands').split('\n').filter((line) => line.trim() !== '');
    } else {
      delete next.commands;
    }
    for (const [name, value] of values) {
      if (name.startsWith('configuration:') && value !== '') {
        next.configuration[name.slice('configuration:'.length)] = value;
      }
    }
    for (const empty of ['inputArtifacts', 'outputArtifacts', 'configuration']) {
      if (Object.keys(next[empty]).length === 0) {
        delete next[empty];
      }
    }
    return next;
  }

  under(pointer) {
    const bare = pointer.replace(/^\/pipeline/, '');
    return this.problems.filter((each) => [pointer, bare].some((base) => each.pointer === base || each.pointer?.startsWith(`${base}/`)));
  }

  problemsAt(pointer) {
    return this.under(pointer).map((each) => html`<p class="rp-error">${each.message}</p>`);
  }

  /** What is wrong there, but for what stands at its own field. */
  problemsBeside(pointer, fields) {
    const at = new Set(fields.flatMap((field) => this.under(`${pointer}/${field}`)));
    return this.under(pointer)
      .filter((each) => !at.has(each))
      .map((each) => html`<p class="rp-error">${each.message}</p>`);
  }

  save() {
    const before = this.saved[this.format];
    const after = this.texts[this.format];
    openDialog({
      heading: t('editor.save.title'),
      wide: true,
      body: () => html`
        <div class="rp-diff" role="region" tabindex="0" aria-label=${t('editor.diff')}>
          ${lineDiff(before, after).map((line) =>
            line.kind === 'skip'
              ? html`<div class="rp-diff-skip">⋯</div>`
              : html`<div class="rp-diff-${line.kind}"><span class="rp-diff-sign">${{ add: '+', remove: '−', same: ' ' }[line.kind]}</span>${line.text}</div>`,
          )}
        </div>
        ${this.saved.live === 0
          ? html`<input type="hidden" name="policy" value="CANCEL" />`
          : html`<fieldset>
              <legend>${t('editor.policy', { count: this.saved.live })}</legend>
              ${['CANCEL', 'DRAIN', 'PIN'].map(
                (policy) => html`<label class="rp-choice"><input type="radio" name="policy" value=${policy} ?checked=${policy === 'CANCEL'} /> <span>${t(`editor.policy.${policy}`)}</span></label>`,
              )}
            </fieldset>`}
        ${this.saved.file ? html`<p class="rp-muted">${t('editor.file', { file: this.saved.file })}</p>` : nothing}
      `,
      choices: [
        {
          label: t('editor.save'),
          kind: 'rp-primary',
          run: async (values) => {
            await this.client.post(this.client.of(this.pipeline, 'definition'), {
              text: after,
              format: this.format,
              version: this.saved.version,
              updatePolicy: values.get('policy'),
            });
            this.tell('rp-say', { text: t('editor.saved') });
            await this.load();
          },
        },
      ],
    });
  }

  goTo(problem) {
    const area = this.querySelector('.rp-source');
    const text = this.texts[this.format];
    const lines = text.split('\n');
    const start = lines.slice(0, Math.max(0, problem.line - 1)).reduce((sum, line) => sum + line.length + 1, 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[problem.line - 1]?.length ?? 0));
    area.scrollTop = Math.max(0, (problem.line - 5) * 19);
  }

  render() {
    if (this.failure) {
      return html`<p class="rp-text">${this.failure}</p>`;
    }
    if (!this.saved) {
      return html`<p class="rp-loading">${t('app.loading')}</p>`;
    }
    const errors = this.problems.filter((each) => each.severity === 'ERROR');
    return html`<div class="rp-editor" @keydown=${this.keys}>
      <div class="rp-editor-bar">
        <button class="rp-button rp-small" ?disabled=${this.undoable.length === 0} @click=${this.undo}>${t('editor.undo')}</button>
        <button class="rp-button rp-small" ?disabled=${this.redoable.length === 0} @click=${this.redo}>${t('editor.redo')}</button>
        <span class="rp-muted" role="status">${errors.length > 0 ? t('editor.errors', { count: errors.length }) : this.isChanged ? t('editor.changed') : t('editor.unchanged')}</span>
        <span class="rp-grow"></span>
        ${this.may.has('configure')
          ? html`<button class="rp-button rp-primary" ?disabled=${!this.isChanged || errors.length > 0} @click=${this.save}>${t('editor.review')}</button>`
          : html`<span class="rp-muted">${t('editor.readOnly')}</span>`}
      </div>
      <div class="rp-editor-halves">
        <section aria-label=${t('pipeline.stages')}>
          <p class="rp-muted rp-hint">${t('editor.hint')}</p>
          <div class="rp-row rp-pipeline-forms">
            <button class="rp-button rp-small" @click=${() => editSettings(this)}>${t('settings.open', { count: this.definition.pipeline.variables?.length ?? 0 })}</button>
            <button class="rp-button rp-small" @click=${() => editTriggers(this)}>${t('triggers.open', { count: this.definition.pipeline.triggers?.length ?? 0 })}</button>
            ${['/pipeline/variables', '/pipeline/triggers', '/pipeline/executionMode', '/pipeline/pipelineType'].map((pointer) => this.problemsAt(pointer))}
          </div>
          <ol class="rp-edit-stages">
            ${this.stages.map((stage, i) => this.stage(stage, i))}
          </ol>
          <button class="rp-button" @click=${this.addStage}>${t('editor.addStage')}</button>
        </section>
        <section class="rp-source-half" aria-label=${t('editor.source')}>
          <div class="rp-source-bar" role="group" aria-label=${t('editor.format')}>
            ${['yaml', 'json'].map(
              (format) => html`<button class="rp-button rp-small" aria-pressed=${this.format === format ? 'true' : 'false'} @click=${() => this.useFormat(format)}>${format.toUpperCase()}</button>`,
            )}
          </div>
          <textarea
            class="rp-source"
            spellcheck="false"
            autocomplete="off"
            wrap="off"
            aria-label=${t('editor.source')}
            .value=${this.texts[this.format] ?? ''}
            @input=${(event) => this.typed(event.target.value)}
          ></textarea>
          <ul class="rp-problems" aria-live="polite">
            ${this.problems.map(
              (each) => html`<li class=${each.severity === 'ERROR' ? 'rp-bad' : 'rp-warn'}>
                <button class="rp-name" @click=${() => this.goTo(each)}>
                  <strong>${t(each.severity === 'ERROR' ? 'editor.error' : 'editor.warning')}</strong>${each.line ? ` ${t('log.line', { number: each.line })}` : ''}: ${each.message}
                </button>
              </li>`,
            )}
          </ul>
        </section>
      </div>
    </div>`;
  }

  useFormat(format) {
    this.format = format;
    this.check();
  }

  stage(stage, i) {
    const wrong = this.under(`/pipeline/stages/${i}`).some((each) => each.severity === 'ERROR');
    return html`<li
      class="rp-edit-stage ${wrong ? 'rp-wrong' : ''}"
      data-stage=${i}
      @dragover=${(event) => this.dragged && event.preventDefault()}
      @drop=${(event) => this.drop(event, i)}
    >
      <header>
        <button
          class="rp-edit-handle"
          draggable="true"
          aria-label=${t('editor.move.stage', { name: stage.name })}
          title=${t('editor.move.hint')}
          @dragstart=${(event) => this.drag(event, { stage: i })}
          @dragend=${() => (this.dragged = null)}
          @keydown=${(event) => this.stageKey(event, i)}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M6 3v.01M6 8v.01M6 13v.01M10 3v.01M10 8v.01M10 13v.01" /></svg>
        </button>
        <button class="rp-name" @click=${() => this.editStage(i)} aria-label=${t('editor.stage', { name: stage.name })}>${breakable(stage.name ?? '')}</button>
      </header>
      <ul>
        ${(stage.actions ?? []).map((action, j) => this.action(action, i, j))}
      </ul>
      ${conditionsInWords(stage).map((words) => html`<p class="rp-detail rp-condition-words">${words}</p>`)}
      ${['beforeEntry', 'onSuccess', 'onFailure'].map((kind) => html`<div class="rp-condition-words">${this.problemsAt(`/pipeline/stages/${i}/${kind}`)}</div>`)}
      <button class="rp-button rp-small rp-quiet" @click=${() => editConditions(this, i)} aria-label=${t('conditions.title', { stage: stage.name })}>${t('conditions.open')}</button>
      <button class="rp-button rp-small rp-quiet" @click=${() => this.addAction(i)} aria-label=${t('editor.addActionTo', { name: stage.name })}>${t('editor.addAction')}</button>
    </li>`;
  }

  action(action, i, j) {
    const problems = this.under(`/pipeline/stages/${i}/actions/${j}`);
    return html`<li class="rp-edit-action" data-action="${i}.${j}" @drop=${(event) => this.drop(event, i, j)}>
      <button
        class="rp-edit-handle"
        draggable="true"
        aria-label=${t('editor.move.action', { name: action.name })}
        title=${t('editor.move.hint')}
        @dragstart=${(event) => this.drag(event, { stage: i, action: j })}
        @dragend=${() => (this.dragged = null)}
        @keydown=${(event) => this.actionKey(event, i, j)}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M6 3v.01M6 8v.01M6 13v.01M10 3v.01M10 8v.01M10 13v.01" /></svg>
      </button>
      <div>
        <button class="rp-name" @click=${() => this.editAction(i, j)} aria-label=${t('editor.action', { name: action.name })}>${breakable(action.name ?? '')}</button>
        <p class="rp-detail">${providerIcon(action.actionTypeId)}<span>${action.actionTypeId?.provider ?? ''}</span></p>
        ${problems.map((each) => html`<p class="rp-error">${each.message}</p>`)}
      </div>
      <span class="rp-order" title=${t('editor.runOrder')}>${action.runOrder ?? 1}</span>
    </li>`;
  }

  drag(event, what) {
    event.stopPropagation();
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', '');
    this.dragged = what;
  }
}

customElements.define('rp-definition-page', DefinitionPage);
