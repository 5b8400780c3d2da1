import { html, nothing } from './element.js';
import { firstLine, shortRevision } from './text.js';

/** Pieces that several pages show in the same way. */

export function executionLink(pipeline, executionId) {
  return `#/pipelines/${encodeURIComponent(pipeline)}/executions/${encodeURIComponent(executionId)}`;
}

export function chip(pipeline, execution, kind = '') {
  return html`<a class="rp-chip ${kind}" href=${executionLink(pipeline, execution.pipelineExecutionId)}>#${execution.executionNumber}</a>`;
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
