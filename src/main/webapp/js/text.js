import messages from './messages.en.js';

const LANGUAGE = 'en';
const plural = new Intl.PluralRules(LANGUAGE);

/** The message of that key, with its places filled. */
export function t(key, values = {}) {
  const found = messages[key];
  if (found === undefined) {
    return key;
  }
  const text = typeof found === 'string' ? found : (found[plural.select(values.count)] ?? found.other);
  return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? '');
}

/** Whether there is a message of that key. */
export function has(key) {
  return messages[key] !== undefined;
}

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
];

/** Seconds in the two largest units that say something: 2 h 14 min. */
export function duration(seconds) {
  if (seconds > 0 && seconds < 9.95 && !Number.isInteger(seconds)) {
    return t('time.s', { count: seconds.toFixed(1) });
  }
  const whole = Math.max(0, Math.round(seconds));
  const first = UNITS.findIndex(([, size]) => whole >= size);
  if (first < 0) {
    return t('time.s', { count: 0 });
  }
  const [unit, size] = UNITS[first];
  const parts = [t(`time.${unit}`, { count: Math.floor(whole / size) })];
  const rest = whole % size;
  if (first + 1 < UNITS.length && rest >= UNITS[first + 1][1]) {
    parts.push(t(`time.${UNITS[first + 1][0]}`, { count: Math.floor(rest / UNITS[first + 1][1]) }));
  }
  return parts.join(' ');
}

/** How long ago, in one unit. */
export function ago(at, now = Date.now()) {
  const seconds = (now - Date.parse(at)) / 1000;
  if (Math.abs(seconds) < 10) {
    return t('time.now');
  }
  const time = coarse(Math.abs(seconds));
  return t(seconds > 0 ? 'time.ago' : 'time.in', { time });
}

/** In one unit. */
export function coarse(seconds) {
  const [unit, size] = UNITS.find(([, each]) => seconds >= each) ?? UNITS[3];
  return t(`time.${unit}`, { count: Math.floor(seconds / size) });
}

export function between(from, to) {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}

/** The reader's own way of writing times, in the page's language. */
const exactTime = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'full', timeStyle: 'long' });
const shortTime = new Intl.DateTimeFormat(LANGUAGE, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const weekTime = new Intl.DateTimeFormat(LANGUAGE, { weekday: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayTime = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium' });

/** In the reader's zone and in full. */
export function exact(at) {
  return exactTime.format(new Date(at));
}

/** In the reader's zone, as people say it: 16:02, Friday 16:02, 3 Mar 2026. */
export function when(at, now = Date.now()) {
  const date = new Date(at);
  const hours = Math.abs(now - date.getTime()) / 3_600_000;
  return (hours < 12 ? shortTime : hours < 24 * 6 ? weekTime : dayTime).format(date);
}

export function bytes(count) {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3));
  const value = count / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

/** A commit id as people say it; anything else as it is. */
export function shortRevision(id) {
  return /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(id) ? id.slice(0, 8) : id.length > 16 ? `${id.slice(0, 14)}…` : id;
}

export function firstLine(message) {
  return (message ?? '').split('\n', 1)[0];
}
