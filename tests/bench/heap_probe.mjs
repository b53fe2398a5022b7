// What a message or a call leaves behind, in a process of its own:
// `node --expose-gc heap_probe.mjs '{"library":"JsSIP","deed":"message","count":10000}'` prints JSON in bytes
// per deed: what is held when they are done and what is held a minute later; and what the wasm memory grew.
//
// The minute passes at once: timers and clocks are ours here, so that 32 seconds of a transaction's
// afterlife need not be waited for.
import process from 'node:process';
import { libraries } from './bundles.mjs';
import { installMedia } from './phones/media.mjs';
import { makePhone } from './phones/phone.mjs';
import { callRequest, pageRequest } from './phones/server.mjs';

const kBatch = 100;
const kCalls = 10;

const clock = installClock();
const memories = installMemoryWatch();
installMedia();

const { library, deed, count } = JSON.parse(process.argv[2]);
const files = await libraries();
const phone = makePhone(library, await import(files[library]));
await phone.start();
await phone.register();

const deeds = {
  message: async (times) => {
    for (let done = 0; done < times; done += kBatch) {
      for (let i = 0; i < kBatch; ++i) phone.deliver(pageRequest());
      await clock.pass(5);
    }
  },
  call: async (times) => {
    for (let done = 0; done < times; done += 2 * kCalls) {
      await Promise.all(Array.from({ length: kCalls }, () => phone.server.call(callRequest())));
      await Promise.all(Array.from({ length: kCalls }, () => phone.call()));
      await clock.pass(5);
    }
  },
};

await deeds[deed](Math.min(count, 500));
await clock.pass(60_000);
const before = await held();
await deeds[deed](count);
const after = await held();
await clock.pass(60_000);
const late = await held();

const result = {
  after: (after.heap - before.heap) / count,
  late: (late.heap - before.heap) / count,
  wasm: (late.wasm - before.wasm) / count,
  wasmTotal: late.wasm,
};
process.stdout.write(JSON.stringify(result), () => process.exit(0));

async function held() {
  for (let i = 0; i < 4; ++i) {
    globalThis.gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const wasm = memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  return { heap: process.memoryUsage().heapUsed, wasm };
}

// Whatever memory the libraries' modules have.
function installMemoryWatch() {
  const found = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, args) {
      const instance = new target(...args);
      for (const value of Object.values(instance.exports)) {
        if (value instanceof WebAssembly.Memory) found.push(value);
      }
      return instance;
    },
  });
  return found;
}

function installClock() {
  let ahead = 0;
  const now = performance.now.bind(performance);
  const today = Date.now.bind(Date);
  const set = globalThis.setTimeout;
  const timers = new Map();
  let last = 0;
  const fire = (id) => {
    const timer = timers.get(id);
    timers.delete(id);
    timer?.call();
  };
  performance.now = () => now() + ahead;
  Date.now = () => today() + ahead;
  globalThis.setTimeout = (callback, milliseconds = 0, ...args) => {
    const id = ++last;
    const due = performance.now() + milliseconds;
    timers.set(id, { due, call: () => callback(...args) });
    return id;
  };
  globalThis.clearTimeout = (id) => void timers.delete(id);

  return {
    /** So many milliseconds pass; whoever waited for one of them is woken, in order. */
    async pass(milliseconds) {
      const end = performance.now() + milliseconds;
      for (;;) {
        const next = [...timers]
          .filter(([, { due }]) => due <= end)
          .sort(([, a], [, b]) => a.due - b.due);
        if (next.length === 0) break;
        for (const [id, { due }] of next) {
          ahead = Math.max(ahead, due - now());
          fire(id);
        }
        await new Promise((resolve) => set(resolve, 0));
      }
      ahead = Math.max(ahead, end - now());
    },
  };
}
