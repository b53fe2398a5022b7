// The border from both ends: what TypeScript writes C++ reads, what C++ writes TypeScript reads, and
// nothing that either is given can break it.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Engine } from '../../js/engine/engine.js';
import { ConfigError, EngineStopped } from '../../js/engine/errors.js';
import { loadModule } from '../../js/engine/module.js';
import {
  hostOutputs,
  inputWriters,
  outputReaders,
  type Config,
  type Input,
  type Output,
} from '../../js/engine/vocabulary.js';
import { useFakeEngine } from './fake_module.js';
import { QuietHost } from './quiet_host.js';

const kTexts: Record<string, string> = {
  empty: '',
  short: 'bob',
  'exactly the shortest that is not written by hand': '0123456789abcdef',
  'umlauts, Chinese, an emoji': 'Zoë 李雷 📞',
  'an emoji at the very end of a short text': 'call me 📞',
  'a byte order mark': '\uFEFFtext',
  'line ends, quotes, NUL': 'a\r\nb"c\\d\u0000e',
  'longer than the inbox': 'long '.repeat(5000),
};
// Of either length on the border, whatever the scale of the field is.
const kMeasures = [0, 7, 70_000, 3_000_000, 9_000_000, -3, -5_000_000];
const kMegabytes: Record<string, string> = {
  ASCII: 'x'.repeat(1 << 20),
  Chinese: '電'.repeat(350_000),
  'surrogate pairs': '📞'.repeat(262_144),
};

type Heard = { host: QuietHost; engine: Engine; outputs: Output[] };

function start(config: Partial<Config> = {}): Heard {
  const host = new QuietHost();
  const outputs: Output[] = [];
  const listener = new Proxy({}, { get: () => (output: Output) => void outputs.push(output) });
  const engine = new Engine({ uri: 'sip:a@b', ...config }, host, listener);
  return { host, engine, outputs };
}

function echoOf({ outputs }: Heard): unknown {
  const log = outputs.pop();
  assert.equal(log?.type, 'log');
  return JSON.parse((log as Extract<Output, { type: 'log' }>).text);
}

// Something else than the default in every field that the core has told.
function filledWith(text: string, fields: Record<string, unknown>): Record<string, unknown> {
  const filled: Record<string, unknown> = {};
  let number = 1;
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'type') continue;
    if (value === null) filled[name] = kMeasures[++number % kMeasures.length];
    else if (typeof value === 'number') filled[name] = ++number;
    else if (typeof value === 'boolean') filled[name] = !value;
    else if (Array.isArray(value)) filled[name] = [text, '', text];
    else if (typeof value === 'object') filled[name] = filledWith(text, value as typeof fields);
    else if (name === 'transport') filled[name] = 'rtp';
    else if (name === 'mode') filled[name] = 'audio';
    else if (name === 'kind') filled[name] = 'relay';
    else if (name === 'state') filled[name] = 'closed';
    else if (name === 'stage') filled[name] = 'setRemoteDescription';
    else if (name === 'cause') filled[name] = 'rtpTimeout';
    else filled[name] = name === 'method' ? `m${text}` : text;
  }
  return filled;
}

// JSON has no undefined: a measure that is missing is null in an echo.
function withNulls(output: unknown): unknown {
  return JSON.parse(JSON.stringify(output, (_, value: unknown) => value ?? null));
}

before(useFakeEngine);

test('every input crosses with every kind of text', () => {
  const heard = start();
  const { engine } = heard;
  engine.drain();
  for (const [what, text] of Object.entries(kTexts)) {
    for (const type of Object.keys(inputWriters) as Input['type'][]) {
      // The defaults first: they tell the names and types of the fields.
      engine.handle({ type } as Input);
      const fields = echoOf(heard) as Record<string, unknown>;
      assert.equal(fields['type'], type);
      const filled = { type, ...filledWith(text, fields) };
      engine.handle(filled as Input);
      assert.deepEqual(echoOf(heard), filled, `${type}: ${what}`);
    }
  }
  engine.dispose();
});

test('a measure is rounded to the parts that its field counts, and what is none is refused', () => {
  const heard = start();
  heard.engine.drain();
  const read = (roundTrip: unknown, lost: unknown) => {
    const audioReceived = { lost } as object;
    heard.engine.handle({ type: 'statsRead', roundTrip, audioReceived } as Input);
    return heard.outputs.at(-1)?.type === 'log'
      ? (echoOf(heard) as { roundTrip: unknown; audioReceived: { lost: unknown } })
      : undefined;
  };
  const read1 = read(0.0416, 2 ** 53 - 1);
  assert.deepEqual([read1?.roundTrip, read1?.audioReceived.lost], [0.042, 2 ** 53 - 1]);
  const read2 = read(undefined, -(2 ** 40));
  assert.deepEqual([read2?.roundTrip, read2?.audioReceived.lost], [null, -(2 ** 40)]);
  for (const wrong of [NaN, Infinity, 2 ** 60, '7', {}]) {
    assert.equal(read(wrong, 1), undefined);
    const rejected = heard.outputs.pop();
    assert.equal(rejected?.type, 'rejected');
    assert.match((rejected as { reason: string }).reason, /^roundTrip/);
  }
  heard.engine.dispose();
});

test('every output crosses with every kind of text', () => {
  const heard = start();
  const { engine, host, outputs } = heard;
  engine.drain();
  outputs.length = 0;
  for (const [what, text] of Object.entries(kTexts)) {
    for (let index = 0; index < outputReaders.length; ++index) {
      engine.handle({ type: 'sendPage', method: 'emit', target: `${index}`, body: text });
      const output = index < hostOutputs ? host.outputs.pop() : outputs.pop();
      assert.deepEqual(withNulls(output), echoOf(heard), `${index}: ${what}`);
      assert.equal(outputs.length + host.outputs.length, 0);
    }
  }
  engine.dispose();
});

test('megabytes cross, whole', () => {
  const { engine, host, outputs } = start();
  engine.drain();
  for (const [what, text] of Object.entries(kMegabytes)) {
    engine.handle({ type: 'socketMessage', socket: 9, data: text });
    assert.deepEqual(host.outputs.pop(), { type: 'sendFrame', socket: 9, data: text }, what);
    outputs.length = 0;
    engine.handle({ type: 'sendPage', method: 'm', body: text, extraHeaders: [text, '', text] });
    const { body, extraHeaders } = echoOf({ engine, host, outputs }) as Record<string, unknown>;
    assert.equal(body, text, what);
    assert.deepEqual(extraHeaders, [text, '', text], what);
  }
  engine.dispose();
});

test('half a surrogate pair crosses as what Unicode writes for it', () => {
  const { engine, host } = start();
  engine.handle({ type: 'socketMessage', socket: 9, data: 'a\ud83d' });
  assert.equal((host.outputs.pop() as { data: string }).data, 'a\ufffd');
  engine.dispose();
});

test('a configuration crosses, its defaults are C++ defaults, and the seed is the host’s', () => {
  const heard = start({
    servers: [
      { url: 'wss://a', weight: 3 },
      { sipUri: 'sip:b;lr', viaTransport: 'WSS' },
    ],
    extraHeaders: ['X-A: 1'],
    noAnswerTimeout: 1.6,
    keepAlive: 0,
  });
  heard.engine.drain();
  const config = echoOf(heard) as Record<string, unknown>;
  assert.equal(config['seed'], 10);
  assert.equal(config['servers'], 2);
  assert.equal(config['viaTransport'], 'WSS');
  assert.deepEqual(config['extraHeaders'], ['X-A: 1']);
  assert.equal(config['noAnswerTimeout'], 2);
  assert.equal(config['keepAlive'], 0);
  assert.equal(config['registerExpires'], 600_000);
  assert.equal(config['autoRegister'], true);
  heard.engine.dispose();
});

test('a configuration that cannot work is a ConfigError that names the parameter', () => {
  const bad = (config: Partial<Config>, parameter: string) =>
    assert.throws(
      () => start(config),
      (error) => error instanceof ConfigError && error.parameter === parameter,
    );
  bad({ uri: '' }, 'uri');
  bad({ password: 1234 as unknown as string }, 'password');
  bad({ autoRegister: 'yes' as unknown as boolean }, 'autoRegister');
  bad({ keepAlive: -1 }, 'keepAlive');
  bad({ keepAlive: NaN }, 'keepAlive');
  bad({ extraHeaders: 'X: 1' as unknown as string[] }, 'extraHeaders');
  bad({ extraHeaders: [null as unknown as string] }, 'extraHeaders');
  bad({ servers: [{ url: {} as unknown as string }] }, 'servers');
});

test('a field of the wrong type is rejected by name, and nothing else happens', () => {
  const heard = start();
  const { engine, outputs } = heard;
  engine.drain();
  outputs.length = 0;
  const rejected = (input: unknown, name: string, field: string) => {
    assert.equal(engine.handle(input as Input), 0);
    assert.deepEqual(outputs.splice(0), [
      { type: 'rejected', input: name, reason: `${field}: not of its type` },
    ]);
  };
  rejected({ type: 'makeCall', target: 42 }, 'makeCall', 'target');
  rejected({ type: 'makeCall', target: 'a', extraHeaders: ['b', 7] }, 'makeCall', 'extraHeaders');
  rejected({ type: 'makeCall', anonymous: 1 }, 'makeCall', 'anonymous');
  rejected({ type: 'makeCall', sessionExpires: 'soon' }, 'makeCall', 'sessionExpires');
  rejected({ type: 'endCall', session: -1 }, 'endCall', 'session');
  rejected({ type: 'endCall', session: 1.5 }, 'endCall', 'session');
  rejected({ type: 'endCall', statusCode: 2 ** 31 }, 'endCall', 'statusCode');
  rejected({ type: 'endCall', cause: 'whim' }, 'endCall', 'cause');
  rejected({ type: 'socketMessage', data: {} }, 'socketMessage', 'data');
  rejected({ type: 'peerResult', stage: 3 }, 'peerResult', 'stage');
  rejected({ type: 'nonsense' }, '', 'the input');
  rejected({ type: 'toString' }, '', 'the input');
  // Null is absence.
  assert.equal(engine.handle({ type: 'makeCall', target: null } as unknown as Input), 1);
  assert.equal((echoOf(heard) as { target: string }).target, '');
  engine.dispose();
});

test('a binary frame crosses as its bytes', () => {
  const heard = start();
  heard.engine.drain();
  const text = 'MESSAGE sip:é SIP/2.0\r\n\r\n';
  const bytes = new TextEncoder().encode(`..${text}`);
  for (const data of [bytes.slice(2).buffer, bytes.subarray(2)]) {
    heard.engine.handle({ type: 'socketMessage', socket: 3, data: data as ArrayBuffer });
    assert.deepEqual(echoOf(heard), { type: 'socketMessage', socket: 3, data: text });
  }
  heard.engine.dispose();
});

test('hostile bytes are rejected and never crash', () => {
  const module = loadModule();
  const from = (bytes: number[]) => {
    const at = module.inbox(16384);
    module.bytes.set(bytes, at);
    return bytes.length;
  };
  // A valid configuration to begin with: the encoder's own.
  const { engine } = start();
  engine.dispose();
  const engineAt = module.make(configLength());
  assert.equal(module.failure(engineAt), 0);
  while (module.yield(engineAt));
  // A repeatable stream of bytes (xorshift32).
  let state = 0x9e3779b9;
  const random = (limit: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  let answered = 0;
  for (let round = 0; round < 20_000; ++round) {
    const bytes: number[] = [random(34), 0, 0, 0];
    const length = random(64);
    // Small words are likelier to be lengths and counts that almost fit.
    for (let i = 0; i < length; ++i) bytes.push(random(4) ? (i % 4 ? 0 : random(40)) : random(256));
    module.feed(engineAt, from(bytes), round);
    while (module.yield(engineAt)) ++answered;
  }
  assert.ok(answered >= 20_000);
  // Lengths that lie, and times that are none.
  for (const length of [0, 1, 3, 4, 16384, 2 ** 31, 2 ** 32 - 1]) {
    for (const now of [NaN, -1, Infinity, -Infinity, 1e300, 0.5]) {
      from([27, 0, 0, 0, 1, 0, 0, 0, 255, 255, 255, 127]);
      module.feed(engineAt, length, now);
      while (module.yield(engineAt));
    }
  }
  module.drop(engineAt);

  function configLength(): number {
    const length = 1024;
    const at = module.inbox(16384);
    module.bytes.fill(0, at, at + length);
    // Seed, no servers, then a uri of one letter; the rest reads as empty and false.
    module.words[(at + 36) >> 2] = 1;
    module.bytes[at + 40] = 97;
    return length;
  }
});

test('memory does not grow with engines or with large messages', () => {
  const round = () => {
    for (let i = 0; i < 1000; ++i) {
      const { engine } = start();
      engine.handle({ type: 'socketMessage', socket: 1, data: 'x'.repeat(1000) });
      engine.dispose();
    }
    const { engine } = start();
    for (let i = 0; i < 3; ++i) {
      engine.handle({ type: 'socketMessage', socket: 1, data: 'x'.repeat(1 << 20) });
    }
    engine.dispose();
  };
  round();
  const { byteLength } = loadModule().bytes.buffer;
  for (let i = 0; i < 10; ++i) round();
  assert.equal(loadModule().bytes.buffer.byteLength, byteLength);
});

test('an engine nobody holds is freed by the garbage collector', async () => {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const { byteLength } = loadModule().bytes.buffer;
  for (let i = 0; i < 20; ++i) {
    for (let j = 0; j < 200; ++j) start({ displayName: 'x'.repeat(10_000) }).engine.drain();
    gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  // 4,000 engines of more than 20 kB each.
  assert.ok(loadModule().bytes.buffer.byteLength - byteLength < 40e6);
});

test('the timer follows the deadline in the host’s time', () => {
  const heard = start();
  const { engine, host } = heard;
  engine.drain();
  assert.equal(host.deadline, null);
  engine.handle({ type: 'sendPage', method: 'deadline', target: '250' });
  assert.equal(host.deadline, 1250);
  host.time = 1250.7;
  heard.outputs.length = 0;
  host.wake();
  assert.deepEqual(echoOf(heard), { type: 'advance', now: 250 });
  assert.equal(host.deadline, null);
  engine.dispose();
});

test('outputs stay in order when a listener calls back, and a listener that throws stops nothing', () => {
  const host = new QuietHost();
  const seen: string[] = [];
  const thrown: unknown[] = [];
  const before = globalThis.reportError;
  globalThis.reportError = (error) => void thrown.push(error);
  const engine: Engine = new Engine({ uri: 'sip:a@b' }, host, {
    log: ({ text }) => {
      const { type, tones } = JSON.parse(text) as { type?: string; tones?: string };
      if (type !== 'sendTones') return;
      seen.push(tones!);
      if (tones === '1') {
        engine.submit({ type: 'sendTones', tones: '3' });
        engine.handle({ type: 'sendTones', tones: '4' });
        seen.push('1 done');
      }
      throw new Error(tones);
    },
  });
  engine.submit({ type: 'sendTones', tones: '1' });
  engine.submit({ type: 'sendTones', tones: '2' });
  engine.drain();
  globalThis.reportError = before;
  assert.deepEqual(seen, ['1', '2', '3', '4', '1 done']);
  assert.deepEqual(
    thrown.map((error) => (error as Error).message),
    ['2', '3', '4', '1'],
  );
  engine.dispose();
});

test('an invariant that does not hold stops this engine, tells which, and spares the others', () => {
  const other = start();
  const { engine, host } = start();
  let told: unknown;
  engine.onFailure = (error) => (told = error);
  const isStopped = (error: unknown) =>
    error instanceof EngineStopped && error.message.includes('page->method != "trap"');
  assert.throws(() => engine.handle({ type: 'sendPage', method: 'trap' }), isStopped);
  assert.ok(isStopped(told));
  assert.ok(host.disposed);
  assert.throws(() => engine.handle({ type: 'probe' }), isStopped);
  assert.throws(() => engine.drain(), isStopped);
  // The host's events come back quietly.
  assert.equal(host.engine!.handle({ type: 'probe' }), 0);
  engine.dispose();

  other.engine.handle({ type: 'probe' });
  assert.deepEqual(echoOf(other), { type: 'probe' });
  other.engine.dispose();
  const next = start();
  next.engine.handle({ type: 'probe' });
  assert.deepEqual(echoOf(next), { type: 'probe' });
  next.engine.dispose();
  assert.throws(() => start({ uri: 'trap' }), EngineStopped);
});

test('a disposed engine does nothing', () => {
  const { engine, host, outputs } = start();
  engine.dispose();
  assert.ok(host.disposed);
  assert.equal(engine.handle({ type: 'probe' }), 0);
  engine.drain();
  engine.dispose();
  assert.deepEqual(outputs, []);
});

test('the recorder keeps what went in, and no password', () => {
  const { engine, host } = start({ password: 'geheim', extraHeaders: ['Authorization: geheim'] });
  engine.handle({ type: 'setCredentials', password: 'geheim', realm: 'r' });
  host.time += 5;
  engine.handle({
    type: 'makeCall',
    target: 'bob',
    extraHeaders: ['X: 1', 'proxy-authorization : geheim'],
  });
  const recording = engine.recording();
  assert.deepEqual(
    recording.entries.map(([time]) => time),
    [0, 5],
  );
  const text = [recording.config, ...recording.entries.map(([, input]) => input!)].map((base64) =>
    Buffer.from(base64, 'base64').toString('latin1'),
  );
  assert.ok(text.every((part) => !part.includes('geheim')));
  assert.ok(text[2]!.includes('bob') && text[2]!.includes('X: 1'));
  engine.dispose();
});
