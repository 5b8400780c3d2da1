import { host } from './host.js';

/** A refusal of the server, in words for a person. */
export class Refused extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The server does not answer. */
export class Unreachable extends Error {}

/** Speaks to the host that serves the page. */
export class Client {
  /** @param {string} base where the API is, with a slash at the end */
  constructor(base) {
    this.base = base;
  }

  /** The path of a pipeline's resource: of('shop', 'executions', id). */
  of(pipeline, ...segments) {
    return [host.resource(pipeline), ...segments.map(encodeURIComponent)].filter(Boolean).join('/');
  }

  url(path) {
    return this.base + path;
  }

  async get(path) {
    return (await this.exchange(path, {})).json();
  }

  /** The latest attempt at an action in an execution: what a brief state leaves out. */
  async attempt(pipeline, execution, stage, action) {
    const found = await this.get(this.of(pipeline, 'executions', execution));
    return found.actionExecutionDetails.find((each) => each.stageName === stage && each.actionName === action);
  }

  async post(path, body) {
    const change = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    };
    try {
      return (await this.exchange(path, change)).json();
    } catch (e) {
      if (e instanceof Refused && e.status === 403 && e.code === '' && (await host.mayRepeat())) {
        return (await this.exchange(path, change)).json();
      }
      throw e;
    }
  }

  /** @returns {Promise<Response>} a success, or 304 */
  async exchange(path, options) {
    let response;
    try {
      response = await fetch(this.url(path), {
        ...options,
        headers: { ...host.headers(), ...options.headers },
        credentials: 'same-origin',
        cache: options.cache ?? 'no-store',
      });
    } catch (e) {
      if (options.signal?.aborted) {
        throw e;
      }
      throw new Unreachable(e.message);
    }
    if (response.ok || response.status === 304) {
      return response;
    }
    let refusal = {};
    try {
      refusal = await response.json();
    } catch {
      // not ours: a proxy's page, say
    }
    throw new Refused(response.status, refusal.code ?? '', refusal.message ?? `${response.status} ${response.statusText}`);
  }
}

const WHILE_RUNNING = 800;
const WHILE_IDLE = 1_800;
const LONGEST_PAUSE = 10_000;

/**
 * Asks for one resource again and again: often while something runs, less often when nothing does, not at all while nobody
 * looks, and ever more rarely while the server does not answer. What has not changed is not sent again.
 */
export class Poll {
  /**
   * @param {(data: object) => boolean} onData is told what is new, and says whether something runs
   * @param {(error: Error | null, since: number) => void} onConnection is told of failures, and with null that it works
   */
  constructor(client, path, onData, onConnection) {
    this.client = client;
    this.path = path;
    this.onData = onData;
    this.onConnection = onConnection;
    this.etag = null;
    this.running = true;
    this.failures = 0;
    this.heardAt = Date.now();
    this.generation = 0;
    this.visible = () => this.now();
  }

  start() {
    document.addEventListener('visibilitychange', this.visible);
    window.addEventListener('online', this.visible);
    this.now();
  }

  stop() {
    document.removeEventListener('visibilitychange', this.visible);
    window.removeEventListener('online', this.visible);
    this.generation++;
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  /** Asks at once: something was changed from here. */
  now() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.generation++;
    if (!document.hidden) {
      this.ask(this.generation);
    }
  }

  async ask(generation) {
    this.asking = new AbortController();
    const giveUp = setTimeout(() => this.asking.abort(), LONGEST_PAUSE);
    try {
      const response = await this.client.exchange(this.path, {
        headers: this.etag ? { 'If-None-Match': this.etag } : {},
        signal: this.asking.signal,
      });
      const data = response.status === 304 ? null : await response.json();
      if (generation !== this.generation) {
        return;
      }
      this.heardAt = Date.now();
      this.failures = 0;
      this.onConnection(null, this.heardAt);
      if (data !== null) {
        this.etag = response.headers.get('ETag');
        this.running = this.onData(data);
      }
    } catch (e) {
      if (generation !== this.generation) {
        return;
      }
      this.failures++;
      this.onConnection(e, this.heardAt);
    } finally {
      clearTimeout(giveUp);
    }
    const pause = this.running ? WHILE_RUNNING : WHILE_IDLE;
    this.timer = setTimeout(
      () => !document.hidden && this.ask(generation),
      this.failures ? Math.min(LONGEST_PAUSE, pause * 1.5 ** this.failures) : pause,
    );
  }
}
