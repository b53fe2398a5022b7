// Every method of what applications are handed, called with all sorts of things in the states that
// matter: both libraries give and throw the same, but for what is listed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ours from '../../../js/jssip/jssip.js';
import type * as Contract from '../../../types/jssip.js';
import { peer } from './peer.js';
import { Bench, kContact, type Library } from './trace/bench.js';
import { sdp } from './trace/browser.js';

// What was begun here is never answered, and JsSIP would wait for it for half a minute.
const { setTimeout: set } = globalThis;
globalThis.setTimeout = ((...args: Parameters<typeof set>) => set(...args).unref()) as typeof set;

const kArguments: unknown[][] = [[], [null], ['@'], ['x', 5], ['x', {}]];

// A name that is none is refused, where JsSIP would write it down.
const edits = {
  addHeader: ['undefined | TypeError: That could not stand in a message.'],
  setHeader: ['undefined | TypeError: That could not stand in a message.'],
};
// A status code that is no number is refused first of all, where JsSIP answers with it.
const replies = {
  reply: [
    'TypeError: Invalid status_code: null | TypeError: Invalid status_code: undefined',
    'undefined | TypeError: Invalid status_code: @',
    'TypeError: Invalid reason_phrase: 5 | TypeError: Invalid status_code: x',
    'TypeError: Invalid reason_phrase: [object Object] | TypeError: Invalid status_code: x',
  ],
};
const request = { ...edits, ...replies, reply_sl: replies.reply };
/** By object and method: what JsSIP gives or throws, and what ours. */
const different: Record<string, Record<string, string[]>> = {
  'SUBSCRIBE of theirs': request,
  'INVITE of theirs': request,
  response: edits,
};

const kinds: Record<string, (bench: Bench) => Promise<unknown>> = {
  'ua, not started': async ({ ua }) => ua,
  ua: async (bench) => (await bench.start()).ua,
  registrator: async (bench) => (await bench.start()).ua.registrator(),
  contact: async ({ ua }) => ua.contact,
  subscriber: async (bench) => (await bench.start()).ua.subscribe('bob', 'presence', 'a/b', {}),
  notifier: async (bench) => bench.ua.notify(await subscribed(bench), 'a/b', {}),
  'SUBSCRIBE of theirs': subscribed,
  'MESSAGE of theirs': async (bench) => {
    await bench.start();
    const received = new Promise((resolve) =>
      bench.ua.on('newMessage', ({ message }) => resolve(message)),
    );
    bench.server.deliver(bench.request('MESSAGE', {}, 'x'));
    return received;
  },
  'MESSAGE of ours': async (bench) => (await bench.start()).ua.sendMessage('bob', 'x'),
  'call of theirs': called,
  'INVITE of theirs': async (bench) => (await called(bench))._request,
  'call of ours, sent': async (bench) => {
    await bench.start();
    bench.call();
    await bench.server.next('INVITE');
    return bench.session;
  },
  'call of ours, answered': async (bench) => {
    await bench.start();
    await bench.established();
    return bench.session;
  },
  'call of ours, over': async (bench) => {
    await bench.start();
    await bench.established();
    bench.session.terminate();
    return bench.session;
  },
  response: async (bench) => {
    await bench.start();
    const accepted = new Promise((resolve) =>
      bench.call().on('accepted', ({ response }) => resolve(response)),
    );
    bench.server.respond(await bench.server.next('INVITE'), '200 OK', kContact, sdp());
    return accepted;
  },
};

async function subscribed(bench: Bench): Promise<Contract.IncomingRequest> {
  await bench.start();
  const offered = new Promise<Contract.IncomingRequest>((resolve) =>
    bench.ua.on('newSubscribe', ({ request }) => resolve(request)),
  );
  bench.server.deliver(bench.request('SUBSCRIBE', { Event: 'presence' }));
  return offered;
}

async function called(bench: Bench): Promise<Bench['session']> {
  await bench.start();
  bench.onIncoming();
  bench.server.deliver(bench.request('INVITE', {}, sdp()));
  await bench.server.next('180 INVITE');
  return bench.session;
}

type Methods = Record<string, (...args: unknown[]) => unknown>;

/** One of a kind, which stands until a call of it may have changed it. */
class Subject {
  #bench: Bench | undefined;
  #object: Methods | undefined;

  constructor(
    private readonly library: Library,
    private readonly kind: string,
  ) {}

  async object(): Promise<Methods> {
    if (this.#object) return this.#object;
    this.#bench = new Bench(this.library);
    return (this.#object = (await kinds[this.kind]!(this.#bench)) as Methods);
  }

  leave(): void {
    this.#bench?.ua.stop();
    this.#object = undefined;
  }
}

for (const kind of Object.keys(kinds)) {
  test(`${kind}: what is given and thrown`, async () => {
    const [theirs, found] = [new Subject(peer, kind), new Subject(ours as Library, kind)];
    const all: Record<string, string[]> = {};
    for (const name of methodsOf(await theirs.object(), await found.object())) {
      const differences = new Set<string>();
      for (const args of kArguments) {
        const [one, two] = [await theirs.object(), await found.object()];
        const [said, answered] = [one, two].map((object) => told(() => object[name]!(...args)));
        // JsSIP stumbles over much that it does not look at first.
        const isAccident = /Cannot |is not a function/.test(said!);
        if (said !== answered && !isAccident) differences.add(`${said} | ${answered}`);
        // What refuses has changed nothing.
        if (!isAccident && said!.includes('rror: ') && answered!.includes('rror: ')) continue;
        theirs.leave();
        found.leave();
      }
      if (differences.size > 0) all[name] = [...differences];
    }
    assert.deepEqual(all, different[kind] ?? {});
    theirs.leave();
    found.leave();
  });
}

/** Of JsSIP's those that ours has too: surface.test.ts has the others. */
function methodsOf(theirs: object, found: Methods): string[] {
  const emitter = new Set(['constructor']);
  const names = new Set<string>();
  for (let at = theirs; at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    const isEmitter = Object.hasOwn(at, 'prependListener');
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (isEmitter) emitter.add(name);
      else if (typeof value === 'function' && !name.startsWith('_')) names.add(name);
    }
  }
  return [...names].filter((name) => !emitter.has(name) && typeof found[name] === 'function');
}

function told(deed: () => unknown): string {
  try {
    const value = deed();
    if (value === null || !['object', 'string', 'function'].includes(typeof value)) {
      return String(value);
    }
    return `a ${typeof value}`;
  } catch (error) {
    const { name, message } = error as Error;
    return `${name.includes('rror') ? name : `Error ${name}`}: ${message}`;
  }
}
