import { html, nothing } from './element.js';
import { firstLine, shortRevision, t } from './text.js';
import { host } from './host.js';
import './times.js';

/** Pieces that several pages show in the same way. */

export function executionLink(pipeline, executionId) {
  return host.page(pipeline, `/executions/${encodeURIComponent(executionId)}`);
}

export function chip(pipeline, execution, kind = '') {
  return html`<a class="rp-chip ${kind}" href=${executionLink(pipeline, execution.pipelineExecutionId)}>#${execution.executionNumber}</a>`;
}

/** Somebody's name, with the way to him where the host has one. */
export function person(name) {
  const url = host.person(name);
  return url ? html`<a href=${url}>${name}</a>` : name;
}

/** Only addresses of the web are links: a definition or a repository may say anything. */
export function webLink(url) {
  return typeof url === 'string' && /^https?:\/\//i.test(url) ? url : null;
}

export function revisionId(revision) {
  const url = webLink(revision.revisionUrl);
  const short = shortRevision(revision.revisionId ?? '');
  return url
    ? html`<a class="rp-sha" href=${url} target="_blank" rel="noreferrer noopener" title=${revision.revisionId}>${short}</a>`
    : html`<code class="rp-sha" title=${revision.revisionId}>${short}</code>`;
}

export function revisionLine(revision) {
  return html`<span class="rp-revision"
    ><span class="rp-message" title=${revision.revisionSummary ?? ''}>${firstLine(revision.revisionSummary) || revision.actionName}</span>
    ${revision.revisionId ? revisionId(revision) : nothing}</span
  >`;
}

/** A name that may be broken where its words meet: BuildAndTest, build-and-test. */
export function breakable(name) {
  return name.split(/(?<=[-_.@])|(?<=[a-z0-9])(?=[A-Z])/).map((word, i) => (i === 0 ? word : html`<wbr />${word}`));
}

/** The commits that come to a stage, of all its sources: with the execution that is in it, or with the next one. */
export function changesOf(stage, which) {
  const found = stage.changes?.find((each) => each.which === which);
  return {
    since: found?.since,
    number: found?.executionNumber,
    executionId: found?.pipelineExecutionId,
    ...changesIn(found?.sources ?? []),
  };
}

/** The commits that come and go, of all sources. */
export function changesIn(sources) {
  const commits = sources.flatMap((source) => source.brought?.commits ?? []);
  const takenBack = sources.flatMap((source) => source.takenBack?.commits ?? []);
  return {
    count: sources.reduce((sum, source) => sum + (source.brought?.count ?? 0), 0),
    countBack: sources.reduce((sum, source) => sum + (source.takenBack?.count ?? 0), 0),
    commits,
    takenBack,
    people: new Set(commits.map((each) => each.author)).size,
    unknown: sources.some((source) => source.relation === 'unknown'),
    pending: sources.some((source) => source.relation === 'pending'),
    problems: sources.map((source) => source.problem).filter(Boolean),
  };
}

export function initials(name) {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  return ((words[0]?.[0] ?? '?') + (words.length > 1 ? words.at(-1)[0] : (words[0]?.[1] ?? ''))).toUpperCase();
}

export function commitList(commits, count) {
  return html`<ul class="rp-commits">
    ${commits.map(
      (commit) => html`<li>
        <span class="rp-avatar" title=${commit.author} role="img" aria-label=${commit.author}>${initials(commit.author)}</span>
        <span class="rp-commit-text">${commit.message}</span>
        <span class="rp-muted rp-together"><rp-ago at=${commit.time}></rp-ago></span>
        <code class="rp-sha" title=${commit.id}>${shortRevision(commit.id)}</code>
      </li>`,
    )}
    ${count > commits.length ? html`<li class="rp-muted">${t('changes.more', { count: count - commits.length })}</li>` : nothing}
  </ul>`;
}
