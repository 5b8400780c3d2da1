/**
 * What differs by who serves the page. This is the host of `release-pipeline serve`; another one says what it does
 * otherwise with servedBy, before app.js is imported.
 */
export const host = {
  /** The one pipeline that the document is about, by its name; null when it is about all of them. */
  only: null,

  /** Whether the document is the page's own: then the page has a heading, the way to all pipelines and a choice of theme. */
  ownsDocument: true,

  /** The route where the address has none. */
  start: '',

  /** Where the page of a pipeline is, or the part of it that begins with a slash. */
  page: (pipeline, part = '') => `#/pipelines/${encodeURIComponent(pipeline)}${part}`,

  /** Where a pipeline of the board is. */
  boardPage: (row, part = '') => host.page(row.pipelineName, part),

  /** Where the host tells of an execution in its own way; null where it does not. */
  runPage: () => null,

  /** The pipelines that the document may be about. */
  names: (client) => client.get('pipelines'),

  /** Where a pipeline's resources are, from where the API is; without a slash at the end. */
  resource: (pipeline) => `pipelines/${encodeURIComponent(pipeline)}`,

  /** What goes with every request. */
  headers: () => ({ 'Release-Pipeline-Page': '1' }),

  /** Is asked when a change was forbidden: whether to ask for it once more. */
  mayRepeat: async () => false,

  /** Where a person is described; null where nobody is. */
  person: () => null,
};

/** @param {Partial<typeof host>} differences */
export function servedBy(differences) {
  Object.assign(host, differences);
}
