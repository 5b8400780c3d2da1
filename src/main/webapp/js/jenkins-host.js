import { servedBy } from './host.js';

/** Jenkins: the page is part of a job's page, of a run's, or of a view. What it is about is said at its element. */
const { jobUrl, pipeline, start } = document.querySelector('rp-app').dataset;
const { rooturl, crumbHeader } = document.head.dataset;
let crumb = document.head.dataset.crumbValue;
let crumbName = crumbHeader;

/** The session has been renewed since the page was made: by a restart of Jenkins, or by signing in elsewhere. */
async function renewCrumb() {
  try {
    const response = await fetch(`${rooturl}/crumbIssuer/api/json`, { credentials: 'same-origin', cache: 'no-store' });
    if (!response.ok) {
      return false;
    }
    const issued = await response.json();
    const isNew = issued.crumb !== crumb;
    ({ crumb, crumbRequestField: crumbName } = issued);
    return isNew;
  } catch {
    return false;
  }
}

servedBy({
  only: pipeline ?? null,
  ownsDocument: false,
  start: start ?? '',
  page: (name, part = '') => `${jobUrl}#${part || '/'}`,
  boardPage: (row, part = '') => `${rooturl}/${row.url}${part && `#${part}`}`,
  runPage: (number) => `${jobUrl}${encodeURIComponent(number)}/`,
  resource: () => '',
  names: async () => (pipeline === undefined ? [] : [{ name: pipeline }]),
  headers: () => (crumb && crumbName ? { [crumbName]: crumb } : {}),
  mayRepeat: renewCrumb,
  person: (id) => (/^(?!anonymous$|system$)[^\s/]+$/i.test(id ?? '') ? `${rooturl}/user/${encodeURIComponent(id)}/` : null),
});
