// What a call of theirs asks of us before we answer it.

import assert from 'node:assert/strict';

import {
  acknowledges,
  asks,
  caller,
  cancels,
  hears,
  pracks,
  says,
  sdp,
} from '../lab/sipp_scenario.mjs';
import { protocol } from './bench.mjs';

const ends = [acknowledges(), says('BYE'), hears(200)];
const offers = (...headers) => ({ headers, body: sdp() });

protocol(
  'RFC 3262: who requires it gets a reliable 180',
  caller(asks('INVITE', offers('Require: 100rel'), pracks(180), hears(200)), ...ends),
  async (line) => {
    const call = await line.rings();
    await line.seen('200 PRACK');
    await call.answer();
    await line.isOver('remote');
    assert.match(line.all('180 INVITE')[0].header('Require'), /100rel/);
  },
);

protocol(
  'RFC 3262: early media of ours is reliable where they can, and the 2xx says nothing new',
  caller(asks('INVITE', offers('Supported: 100rel'), hears(180), pracks(183), hears(200)), ...ends),
  async (line) => {
    const call = await line.rings();
    await call.startEarlyMedia();
    assert.match(line.all('183 INVITE')[0].body, /^m=audio/m);
    // It waits for the PRACK by itself.
    await call.answer();
    await line.isOver('remote');
    assert.equal(line.all('200 INVITE')[0].body, '');
    const order = line.frames.map(({ startLine, cseq }) => `${startLine} ${cseq}`);
    const at = (text) => order.findIndex((entry) => entry.includes(text));
    assert.ok(at('PRACK sip') < at('200 OK 2 INVITE'), order.join('\n'));
  },
);

protocol(
  'early media of ours to who cannot: the 2xx says it again',
  caller(asks('INVITE', offers(), hears(180), hears(183), hears(200)), ...ends),
  async (line) => {
    const call = await line.rings();
    await call.startEarlyMedia();
    await call.answer();
    await line.isOver('remote');
    assert.equal(line.all('200 INVITE')[0].body, line.all('183 INVITE')[0].body);
  },
);

protocol(
  'RFC 3262 5: an offer in a PRACK is answered in its 200',
  caller(
    asks(
      'INVITE',
      offers('Supported: 100rel'),
      hears(180),
      pracks(183, { body: sdp() }),
      hears(200),
    ),
    ...ends,
  ),
  async (line) => {
    const call = await line.rings();
    await call.startEarlyMedia();
    assert.match((await line.seen('200 PRACK')).body, /^m=audio/m);
    await call.answer();
    await line.isOver('remote');
  },
);

protocol(
  'RFC 3311: an UPDATE of theirs before we answer',
  caller(
    asks('INVITE', offers('Supported: 100rel'), hears(180), pracks(183)),
    says('UPDATE', { body: sdp('recvonly') }),
    hears(200),
    hears(200),
    ...ends,
  ),
  async (line) => {
    const call = await line.rings();
    await call.startEarlyMedia();
    assert.match((await line.seen('200 UPDATE')).body, /^m=audio/m);
    await call.answer();
    await line.isOver('remote');
  },
);

protocol(
  'RFC 3262 3: a reliable answer goes out again until its PRACK',
  caller(
    // SIPp takes no notice of what it has heard before.
    asks('INVITE', offers('Require: 100rel'), pracks(180, { late: 1700 }), hears(200)),
    ...ends,
  ),
  async (line) => {
    const call = await line.rings();
    await line.seen('200 PRACK');
    const sent = line.all('180 INVITE').map(({ text }) => text);
    assert.equal(sent.length, 3);
    assert.equal(new Set(sent).size, 1);
    await call.answer();
    await line.isOver('remote');
  },
);

protocol(
  'RFC 3261 9: a CANCEL between our early media and our answer',
  caller(
    asks('INVITE', offers(), hears(180), hears(183)),
    cancels(),
    hears(200),
    hears(487),
    acknowledges('refusal'),
  ),
  async (line) => {
    const call = await line.rings();
    await call.startEarlyMedia();
    assert.equal((await line.isOver('remote')).code, 'canceled');
  },
);

protocol(
  'RFC 3261 8.2.2.3: what we do not know but they require',
  caller(asks('INVITE', offers('Require: teleport'), hears(420)), acknowledges('refusal')),
  async (line) => {
    assert.equal((await line.seen('420 INVITE')).header('Unsupported'), 'teleport');
  },
);

protocol(
  'RFC 3262 3: what we insist on and they cannot',
  caller(asks('INVITE', offers(), hears(421)), acknowledges('refusal')),
  async (line) => {
    assert.match((await line.seen('421 INVITE')).header('Require'), /100rel/);
  },
  { reliableProvisionals: 'required' },
);

protocol(
  'RFC 3262: switched off, it is not understood',
  caller(asks('INVITE', offers('Require: 100rel'), hears(420)), acknowledges('refusal')),
  async (line) => {
    assert.equal((await line.seen('420 INVITE')).header('Unsupported'), '100rel');
  },
  { reliableProvisionals: 'off' },
);

protocol(
  'RFC 3261 13.2.1: an INVITE without an offer: ours is in the 2xx',
  caller(
    asks('INVITE', {}, hears(180), hears(200)),
    acknowledges({ body: sdp() }),
    says('BYE'),
    hears(200),
  ),
  async (line) => {
    const call = await line.rings();
    await assert.rejects(call.startEarlyMedia(), { code: 'invalidState' });
    await call.answer();
    await line.isOver('remote');
  },
);

protocol(
  'RFC 4028 9: an interval of theirs that is too small',
  caller(
    asks('INVITE', offers('Supported: timer', 'Session-Expires: 60'), hears(422)),
    acknowledges('refusal'),
  ),
  async (line) => {
    assert.equal((await line.seen('422 INVITE')).header('Min-SE'), '90');
  },
);

protocol(
  'RFC 5621: the offer in a multipart body',
  caller(
    asks(
      'INVITE',
      {
        body: {
          type: 'multipart/mixed;boundary=edge',
          lines: [
            ...['--edge', 'Content-Type: application/sdp', '', ...sdp().lines, '--edge'],
            ...['Content-Type: application/isup', '', 'x', '--edge--'],
          ],
        },
      },
      hears(180),
      hears(200),
    ),
    ...ends,
  ),
  async (line) => {
    await (await line.rings()).answer();
    await line.isOver('remote');
  },
);
