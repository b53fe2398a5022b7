// Before the real engine: a recording is the run, whatever the run was.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Engine, type Listener } from '../../js/engine/engine.js';
import type { Output } from '../../js/engine/vocabulary.js';
import { QuietHost } from './quiet_host.js';
import { Gap, replay } from './replay.js';

const message = (n: number) =>
  [
    'MESSAGE sip:alice@x.invalid;transport=ws SIP/2.0',
    `Via: SIP/2.0/WSS p.b.com;branch=z9hG4bK${n}`,
    'Max-Forwards: 69',
    'From: <sip:bob@b.com>;tag=a1',
    'To: <sip:alice@b.com>',
    `Call-ID: c${n}@b.com`,
    'CSeq: 1 MESSAGE',
    'Content-Length: 5',
    '',
    'hello',
  ].join('\r\n');

test('a recorded run, run again, says the same in the same order', () => {
  const host = new QuietHost();
  host.seed = () => Uint8Array.from({ length: 32 }, (_, i) => 7 * i);
  const said: Output[] = [];
  const hear = (output: Output) => void said.push(output);
  for (const name of ['openSocket', 'sendFrame', 'closeSocket'] as const) host[name] = hear;
  const listener = new Proxy({} as Listener, {
    get: () => (output: Output) => {
      hear(output);
      if (output.type === 'pageReceived') {
        engine.submit({ type: 'respond', incoming: output.incoming });
      }
    },
  });
  const engine: Engine = new Engine(
    {
      uri: 'sip:alice@b.com',
      password: 'geheim',
      servers: [{ url: 'wss://b.com', viaTransport: 'WSS' }],
    },
    host,
    listener,
  );
  engine.handle({ type: 'start' });
  const opened = said.find((output) => output.type === 'openSocket');
  assert.equal(opened?.type, 'openSocket');
  const socket = opened.type === 'openSocket' ? opened.socket : 0;
  engine.handle({ type: 'socketOpened', socket });
  for (let n = 0; n < 20; ++n) {
    host.time += 1.5;
    engine.handle({ type: 'socketMessage', socket, data: message(n) });
  }
  // The server falls silent: retransmissions, keep-alive, a new connection.
  for (let i = 0; i < 20 && host.deadline !== null; ++i) {
    host.time = host.deadline;
    host.wake();
  }
  const frames = said.filter((output) => output.type === 'sendFrame');
  assert.ok(frames.length > 20, `${frames.length} frames`);

  const recording = engine.recording();
  engine.dispose();
  assert.equal(recording.truncated, false);
  assert.deepEqual(
    [...replay(recording)].map(([, output]) => output),
    said,
  );
  const [time] = recording.entries[0]!;
  assert.throws(() => [...replay({ ...recording, entries: [[time, null]] })], Gap);
});
