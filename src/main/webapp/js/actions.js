import { html, nothing } from './element.js';
import { openDialog } from './dialog.js';
import { t } from './text.js';
import { changesIn, changesOf, chip, commitList, revisionLine } from './parts.js';

/**
 * What a reader can do to a pipeline: each asks what it has to ask, and then the server.
 *
 * @typedef {{client: import('./client.js').Client, pipeline: string, state: object, done: (text: string) => void}} Context
 */

function post(context, verb, body) {
  return context.client.post(context.client.of(context.pipeline, verb), body);
}

/** A key that a retried request is known by. */
function requestToken() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, '0')).join('');
}

function said(values, prefix) {
  const map = {};
  for (const [name, value] of values) {
    if (name.startsWith(prefix) && value !== '') {
      map[name.slice(prefix.length)] = value;
    }
  }
  return map;
}

export function releaseChange(context) {
  const sources = context.state.stageStates.flatMap((stage) =>
    stage.actionStates.filter((action) => action.actionTypeId?.category === 'Source'),
  );
  const variables = context.state.variables ?? [];
  const clientRequestToken = requestToken();
  openDialog({
    heading: t('release.title'),
    body: () => html`
      <p>${t('release.text')}</p>
      ${variables.length === 0
        ? nothing
        : html`<fieldset>
            <legend>${t('release.variables')}</legend>
            ${variables.map(
              (variable) =>
                html`<label class="rp-field">
                  <span>${variable.name}</span>
                  <input
                    name="variable:${variable.name}"
                    maxlength="1000"
                    autocomplete="off"
                    ?required=${variable.defaultValue === undefined}
                    placeholder=${variable.defaultValue === undefined ? t('release.required') : t('release.default', { value: variable.defaultValue })}
                  />
                  ${variable.description ? html`<small>${variable.description}</small>` : nothing}
                </label>`,
            )}
          </fieldset>`}
      <fieldset>
        <legend>${t('release.revisions')}</legend>
        ${sources.map(
          (action) =>
            html`<label class="rp-field">
              <span>${action.actionName}</span>
              <input name="revision:${action.actionName}" maxlength="1500" autocomplete="off" spellcheck="false" />
              <small>${t('release.revision.hint')}</small>
            </label>`,
        )}
      </fieldset>
    `,
    choices: [
      {
        label: t('release.confirm'),
        kind: 'rp-primary',
        run: async (values) => {
          await post(context, 'start', {
            variables: said(values, 'variable:'),
            sourceRevisions: said(values, 'revision:'),
            clientRequestToken,
          });
          context.done(t('release.done'));
        },
      },
    ],
  });
}

export function stopExecution(context, execution) {
  openDialog({
    heading: t('stop.title', { number: execution.executionNumber }),
    body: () => html`
      <label class="rp-choice"><input type="radio" name="how" value="wait" checked /> <span>${t('stop.wait')}</span></label>
      <label class="rp-choice">
        <input type="radio" name="how" value="abandon" />
        <span>${t('stop.abandon')}<small>${t('stop.abandon.hint')}</small></span>
      </label>
      <label class="rp-field"><span>${t('dialog.reason')}</span><input name="reason" maxlength="200" autocomplete="off" /></label>
    `,
    choices: [
      {
        label: t('stop.confirm'),
        kind: 'rp-danger',
        run: async (values) => {
          await post(context, 'stop', {
            pipelineExecutionId: execution.pipelineExecutionId,
            abandon: values.get('how') === 'abandon',
            reason: values.get('reason'),
          });
          context.done(t('stop.done'));
        },
      },
    ],
  });
}

export function retryStage(context, stage) {
  openDialog({
    heading: t('retry.title', { stage: stage.stageName }),
    body: () => html`
      <p>${t('retry.text', { number: `#${stage.latestExecution.executionNumber}` })}</p>
      <label class="rp-choice"><input type="radio" name="mode" value="FAILED_ACTIONS" checked /> <span>${t('retry.failed')}</span></label>
      <label class="rp-choice"><input type="radio" name="mode" value="ALL_ACTIONS" /> <span>${t('retry.all')}</span></label>
    `,
    choices: [
      {
        label: t('retry.confirm'),
        kind: 'rp-primary',
        run: async (values) => {
          await post(context, 'retry', {
            pipelineExecutionId: stage.latestExecution.pipelineExecutionId,
            stageName: stage.stageName,
            retryMode: values.get('mode'),
          });
          context.done(t('retry.done'));
        },
      },
    ],
  });
}

export function overrideCondition(context, stage, conditionType) {
  openDialog({
    heading: t('override.title', { stage: stage.stageName }),
    body: () => html`
      <p>${t('override.text')}</p>
      <label class="rp-field"><span>${t('dialog.reason')}</span><input name="reason" required maxlength="200" autocomplete="off" /></label>
    `,
    choices: [
      {
        label: t('stage.override'),
        kind: 'rp-danger',
        run: async (values) => {
          await post(context, 'override', {
            pipelineExecutionId: stage.latestExecution.pipelineExecutionId,
            stageName: stage.stageName,
            conditionType,
            reason: values.get('reason'),
          });
          context.done(t('override.done'));
        },
      },
    ],
  });
}

/** The executions that the stage can go back to are asked for when the dialog opens. */
export async function rollBack(context, stage) {
  const name = stage.stageName;
  const query = new URLSearchParams({ maxResults: 20, succeededInStage: name });
  const page = await context.client.get(`${context.client.of(context.pipeline, 'executions')}?${query}`);
  const present = stage.latestExecution?.pipelineExecutionId;
  const targets = page.pipelineExecutionSummaries.filter((each) => each.pipelineExecutionId !== present && each.executionType !== 'ROLLBACK');
  let chosen = targets[0];
  const changes = new Map();
  const there = stage.lastSucceeded?.pipelineExecutionId ?? present;
  /** Asks which commits go, until it is known. */
  const compare = async (dialog, tries = 0) => {
    dialog.requestUpdate();
    const to = chosen?.pipelineExecutionId;
    if (to === undefined || (changes.has(to) && !changes.get(to).pending)) {
      return;
    }
    try {
      const query = new URLSearchParams({ from: there, to });
      const { sources } = await context.client.get(`${context.client.of(context.pipeline, 'changes')}?${query}`);
      changes.set(to, changesIn(sources));
    } catch {
      changes.set(to, changesIn([]));
    }
    dialog.requestUpdate();
    if (changes.get(to).pending && tries < 20 && dialog.isConnected && chosen?.pipelineExecutionId === to) {
      setTimeout(() => compare(dialog, tries + 1), 700);
    }
  };
  const opened = openDialog({
    heading: t('rollback.title', { stage: name }),
    wide: true,
    body: (dialog) => {
      const leaving = chosen ? page.pipelineExecutionSummaries.filter((each) => each.executionNumber > chosen.executionNumber) : [];
      const found = chosen ? changes.get(chosen.pipelineExecutionId) : undefined;
      return html`
        <p>${t('rollback.text', { stage: name })}</p>
        ${targets.length === 0 ? html`<p class="rp-muted">${t('rollback.none', { stage: name })}</p>` : nothing}
        <div class="rp-targets" role="radiogroup" aria-label=${t('rollback.title', { stage: name })}>
          ${targets.map(
            (each) => html`<label class="rp-choice">
              <input
                type="radio"
                name="target"
                value=${each.pipelineExecutionId}
                ?checked=${each === chosen}
                @change=${() => {
                  chosen = each;
                  compare(dialog);
                }}
              />
              <span class="rp-target"
                ><strong>#${each.executionNumber}</strong> ${(each.artifactRevisions ?? []).map((revision) => revisionLine(revision))}
                <span class="rp-muted rp-together"><rp-ago at=${each.startTime}></rp-ago></span
              ></span>
            </label>`,
          )}
        </div>
        ${chosen === undefined
          ? nothing
          : found && found.count + found.countBack > 0
            ? html`<h3>${t('rollback.commits', { count: found.countBack })}</h3>
                ${commitList(found.takenBack, found.countBack)}
                ${found.count > 0 ? html`<h3>${t('rollback.comeBack', { count: found.count })}</h3>${commitList(found.commits, found.count)}` : nothing}`
            : html`${found?.pending ? html`<p class="rp-muted" role="status">${t('changes.pending')}</p>` : nothing}
                ${(found?.problems ?? []).map((problem) => html`<p class="rp-muted">${problem}</p>`)}
                ${leaving.length > 0
                  ? html`<h3>${t('rollback.leaves')}</h3>
                      <ul class="rp-plain">
                        ${leaving.map((each) => html`<li><strong>#${each.executionNumber}</strong> ${(each.artifactRevisions ?? []).map((revision) => revisionLine(revision))}</li>`)}
                      </ul>`
                  : nothing}`}
      `;
    },
    choices:
      targets.length === 0
        ? []
        : [
            {
              label: t('rollback.confirm'),
              kind: 'rp-danger',
              run: async (values) => {
                await post(context, 'rollback', { stageName: name, targetPipelineExecutionId: values.get('target') });
                context.done(t('rollback.done', { stage: name }));
              },
            },
          ],
  });
  compare(opened);
}

/** Takes back what the reader has approved. */
export function withdraw(context, stage, action, early = false) {
  openDialog({
    heading: t('withdraw.title', { action: action.actionName }),
    body: () => html`<p>${t(early ? 'withdraw.early' : 'withdraw.text')}</p>`,
    choices: [
      {
        label: t('withdraw.confirm'),
        kind: 'rp-danger',
        run: async () => {
          const token = early
            ? undefined
            : (action.latestExecution.token ??
              (await context.client.attempt(context.pipeline, stage.latestExecution.pipelineExecutionId, stage.stageName, action.actionName)).actionExecutionId);
          await post(context, 'withdraw', { stageName: stage.stageName, actionName: action.actionName, token });
          context.done(t('withdraw.done'));
        },
      },
    ],
  });
}

/** Answers a question before it is asked: for what an execution brings, or for whatever comes until a time. */
export function approveAhead(context, stage, action) {
  const coming = context.state.executions
    .filter((each) => each.status === 'InProgress' && each.artifactRevisions.length > 0)
    .sort((one, other) => other.executionNumber - one.executionNumber);
  const later = new Date(Date.now() + 12 * 3_600_000);
  const local = new Date(later.getTime() - later.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  openDialog({
    heading: t('ahead.title', { action: action.actionName }),
    body: () => html`
      <p>${t('ahead.text', { stage: stage.stageName })}</p>
      <div class="rp-targets" role="radiogroup" aria-label=${t('ahead.what')}>
        ${coming.map(
          (each, i) => html`<label class="rp-choice">
            <input type="radio" name="what" value=${each.pipelineExecutionId} ?checked=${i === 0} />
            <span class="rp-target"><strong>#${each.executionNumber}</strong> ${each.artifactRevisions.map((revision) => revisionLine(revision))}</span>
          </label>`,
        )}
        <label class="rp-choice"><input type="radio" name="what" value="" ?checked=${coming.length === 0} /> <span>${t('ahead.whatever')}</span></label>
      </div>
      <label class="rp-field"><span>${t('ahead.untilField')}</span><input type="datetime-local" name="until" .value=${local} required /></label>
      <label class="rp-field"><span>${t('dialog.comment')}</span><textarea name="comment" maxlength="512" rows="2"></textarea></label>
    `,
    choices: [
      {
        label: t('ahead.confirm'),
        kind: 'rp-primary',
        run: async (values) => {
          await post(context, 'approve-ahead', {
            stageName: stage.stageName,
            actionName: action.actionName,
            pipelineExecutionId: values.get('what') || undefined,
            until: new Date(values.get('until')).toISOString(),
            summary: values.get('comment'),
          });
          context.done(t('ahead.done'));
        },
      },
    ],
  });
}

export function setTransition(context, stage, enabled) {
  const name = stage.stageName;
  if (enabled) {
    return post(context, 'transition', { stageName: name, enabled: true }).then(() =>
      context.done(t('transition.opened', { stage: name })),
    );
  }
  openDialog({
    heading: t('gate.close.title', { stage: name }),
    body: () => html`
      <p>${t('gate.close.text', { stage: name })}</p>
      <label class="rp-field">
        <span>${t('dialog.reason')}</span>
        <input name="reason" required maxlength="300" pattern="[a-zA-Z0-9!@ \\(\\).*?\\-]+" autocomplete="off" autofocus title=${t('dialog.reason.hint')} />
        <small>${t('dialog.reason.hint')}</small>
      </label>
    `,
    choices: [
      {
        label: t('gate.close.confirm'),
        kind: 'rp-primary',
        run: async (values) => {
          await post(context, 'transition', { stageName: name, enabled: false, reason: values.get('reason') });
          context.done(t('transition.closed', { stage: name }));
        },
      },
    ],
  });
  return Promise.resolve();
}

export function review(context, stage, action, canAct = true) {
  const changes = changesOf(stage, 'current');
  const execution = stage.latestExecution;
  const full = context.state.executions.find((each) => each.pipelineExecutionId === execution.pipelineExecutionId);
  const configuration = action.configuration ?? {};
  const link = configuration.ExternalEntityLink;
  const question = () => context.client.attempt(context.pipeline, execution.pipelineExecutionId, stage.stageName, action.actionName);
  const answer = (status, done) => async (values) => {
    await post(context, 'approval', {
      stageName: stage.stageName,
      actionName: action.actionName,
      token: action.latestExecution.token ?? (await question()).actionExecutionId,
      status,
      summary: values.get('comment'),
    });
    context.done(done);
  };
  openDialog({
    heading: t('review.title', { action: action.actionName }),
    body: () => html`
      <p>
        ${t('review.waiting', { number: `#${execution.executionNumber}` })}
        <rp-for at=${action.latestExecution.startTime}></rp-for>
      </p>
      ${configuration.CustomData ? html`<p class="rp-quote">${configuration.CustomData}</p>` : nothing}
      ${link && /^https?:\/\//.test(link)
        ? html`<p>${t('review.link')}: <a href=${link} target="_blank" rel="noreferrer noopener">${link}</a></p>`
        : nothing}
      ${reviewers(action)}
      <h3>${t('review.changes', { stage: stage.stageName })}</h3>
      <p class="rp-muted">
        ${changes.count > 0 ? t('changes.commits', { count: changes.count }) : nothing}
        ${stage.lastSucceeded
          ? t('review.since', { number: `#${stage.lastSucceeded.executionNumber}` })
          : t('review.first', { stage: stage.stageName })}
      </p>
      ${changes.commits.length > 0
        ? commitList(changes.commits, changes.count)
        : html`<ul class="rp-plain">
            ${(full?.artifactRevisions ?? []).map((revision) => html`<li>${revisionLine(revision)}</li>`)}
          </ul>`}
      ${changes.takenBack.length > 0
        ? html`<h3>${t('changes.takenBack', { count: changes.countBack })}</h3>
            ${commitList(changes.takenBack, changes.countBack)}`
        : nothing}
      ${(full?.carried ?? []).length > 0
        ? html`<p class="rp-carried"><span class="rp-muted">${t('changes.carries')}</span> ${full.carried.map((each) => chip(context.pipeline, each))}</p>`
        : nothing}
      <label class="rp-field">
        <span>${t('dialog.comment')}</span>
        <textarea name="comment" maxlength="512" rows="2"></textarea>
      </label>
    `,
    choices: !canAct ? [] : [
      { label: t('review.reject'), kind: 'rp-danger', run: answer('Rejected', t('review.rejected')) },
      { label: t('review.approve'), kind: 'rp-primary', run: answer('Approved', t('review.approved')) },
    ],
  });
}

/** Who has to answer, and who has. */
function reviewers(action) {
  const { requiredApprovals, approvals = [], expires } = action.latestExecution;
  const { Approvers } = action.configuration ?? {};
  return html`${requiredApprovals > 1 || approvals.length > 0
    ? html`<p>
        ${t('action.approvedOf', { count: approvals.length, required: requiredApprovals ?? 1 })}
        ${approvals.map((each) => html`<br /><strong>${each.by}</strong> · <rp-ago at=${each.time}></rp-ago>${each.summary ? html` · ${each.summary}` : nothing}`)}
      </p>`
    : nothing}
  ${Approvers ? html`<p>${t('review.approvers', { approvers: Approvers })}</p>` : nothing}
  ${expires ? html`<p class="rp-muted">${t('action.expires', { when: '' })} <rp-ago at=${expires}></rp-ago></p>` : nothing}`;
}
