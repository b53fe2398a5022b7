// WebDriver BiDi (W3C) as far as we drive a browser by it: commands and their results, and events.

import { WebSocket } from 'ws';

export class BidiSession {
  #socket;
  #waiting = new Map();
  #listeners = new Map();
  #last = 0;

  /** `url` is what the browser listens on; `events` are those that are asked for. */
  static async open(url, events) {
    const session = new BidiSession();
    session.#socket = new WebSocket(`${url}/session`);
    session.#socket.on('message', (data) => session.#receive(JSON.parse(data.toString())));
    session.#socket.once('close', () => session.#end());
    await new Promise((resolve, reject) => {
      session.#socket.once('open', resolve);
      session.#socket.once('error', reject);
    });
    await session.command('session.new', { capabilities: {} });
    await session.command('session.subscribe', { events });
    return session;
  }

  /** Rejects with what the browser says of it. */
  command(method, params) {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { method, resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** Calls `listener` for every event of that name from now on. */
  on(event, listener) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  close() {
    this.#socket.close();
  }

  #receive({ id, type, method, params, result, message }) {
    if (type === 'event') {
      for (const listener of this.#listeners.get(method) ?? []) listener(params);
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (type === 'success') waiting?.resolve(result);
    else waiting?.reject(new Error(`${waiting.method}: ${message}`));
  }

  #end() {
    for (const { method, reject } of this.#waiting.values())
      reject(new Error(`${method}: the browser is gone`));
    this.#waiting.clear();
  }
}

/** A value of ours as a script in the browser gets it. */
export function remoteValue(value) {
  if (value === undefined || value === null) return { type: String(value) };
  if (Array.isArray(value)) return { type: 'array', value: value.map(remoteValue) };
  if (typeof value !== 'object') return { type: typeof value, value };
  const entries = Object.entries(value).map(([key, one]) => [key, remoteValue(one)]);
  return { type: 'object', value: entries };
}

/** What a script gave, as far as it can leave the browser: of what contains itself, once. */
export function localValue({ type, value = [] }) {
  if (type === 'undefined') return undefined;
  if (type === 'null') return null;
  if (type === 'number') return Number(value);
  if (type === 'array') return value.map(localValue);
  if (type === 'object')
    return Object.fromEntries(value.map(([key, one]) => [key, localValue(one)]));
  return value;
}
