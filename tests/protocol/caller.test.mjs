// What a call of ours meets before it is answered.

import assert from 'node:assert/strict';

import { callee, gets, hears, reliably, replies, says, sdp, waits } from '../lab/sipp_scenario.mjs';
import { protocol } from './bench.mjs';

const ends = [gets('BYE'), replies(200)];
const ringsReliably = [
  gets('INVITE'),
  replies(183, { headers: reliably(17), body: sdp() }),
  gets('PRACK'),
  replies(200),
];

async function hangsUp(line) {
  await line.call.answered;
  await line.call.hangup();
  await line.isOver('local');
}

protocol(
  'RFC 3262: a reliable 183 with the answer, and a 2xx without',
  callee(...ringsReliably, replies(200, { of: 'INVITE' }), gets('ACK'), ...ends),
  async (line) => {
    await line.calls();
    await hangsUp(line);
    const invite = line.all('INVITE').at(-1);
    assert.match(invite.header('Supported'), /100rel/);
    assert.equal(line.all('PRACK')[0].header('RAck'), `17 ${invite.cseq}`);
  },
);

protocol(
  'RFC 3262 4: repeated and overtaking answers get no PRACK, the next one does',
  callee(
    gets('INVITE'),
    replies(180, { headers: reliably(5) }),
    gets('PRACK'),
    replies(200),
    replies(180, { of: 'INVITE', headers: reliably(5) }),
    replies(183, { of: 'INVITE', headers: reliably(7) }),
    replies(183, { of: 'INVITE', headers: reliably(6), body: sdp() }),
    gets('PRACK'),
    replies(200),
    replies(200, { of: 'INVITE' }),
    gets('ACK'),
    ...ends,
  ),
  async (line) => {
    await line.calls();
    await hangsUp(line);
    assert.deepEqual(
      line.all('PRACK').map((prack) => prack.header('RAck').split(' ')[0]),
      ['5', '6'],
    );
  },
);

protocol(
  'RFC 3262: what we insist on stands in Require',
  callee(...ringsReliably, replies(200, { of: 'INVITE' }), gets('ACK'), ...ends),
  async (line) => {
    await line.calls();
    await hangsUp(line);
    assert.match(line.all('INVITE')[0].header('Require'), /100rel/);
  },
  { reliableProvisionals: 'required' },
);

protocol(
  'RFC 3311: an UPDATE of theirs before the answer is answered with SDP',
  callee(
    ...ringsReliably,
    says('UPDATE', { body: sdp('sendonly') }),
    hears(200),
    replies(200, { of: 'INVITE' }),
    gets('ACK'),
    ...ends,
  ),
  async (line) => {
    await line.calls();
    const answer = await line.seen('200 UPDATE');
    assert.match(answer.body, /^m=audio/m);
    await hangsUp(line);
  },
);

protocol(
  'RFC 3311 5.2: an UPDATE with an offer while ours has no answer is refused',
  callee(
    gets('INVITE'),
    replies(180),
    says('UPDATE', { body: sdp() }),
    hears(491),
    replies(200, { of: 'INVITE', body: sdp() }),
    gets('ACK'),
    ...ends,
  ),
  async (line) => {
    await line.calls();
    await hangsUp(line);
  },
);

protocol(
  'early media without reliability, and the same description in the 2xx',
  callee(
    gets('INVITE'),
    replies(183, { body: sdp() }),
    waits(100),
    replies(200, { body: sdp() }),
    gets('ACK'),
    ...ends,
  ),
  async (line) => {
    await line.calls();
    await hangsUp(line);
  },
);

protocol(
  'RFC 3261 13.2.2.4: two forks ring and both answer: one is kept, the other acknowledged and ended',
  callee(
    gets('INVITE'),
    replies(180, { tag: ';tag=first' }),
    replies(180, { tag: ';tag=second' }),
    replies(200, { tag: ';tag=second', body: sdp() }),
    gets('ACK'),
    replies(200, { of: 'INVITE', tag: ';tag=first', body: sdp() }),
    gets('ACK'),
    gets('BYE'),
    replies(200),
    gets('BYE'),
    replies(200),
  ),
  async (line) => {
    await line.calls();
    const first = await line.seen('BYE');
    assert.match(first.header('To'), /tag=first/);
    assert.equal(line.call.state, 'answered');
    await hangsUp(line);
    assert.match((await line.seen('BYE', 2)).header('To'), /tag=second/);
  },
);

protocol(
  'media follows the fork that answers: the other one was heard, so a re-INVITE brings a new offer',
  callee(
    gets('INVITE'),
    replies(183, { tag: ';tag=first', body: sdp() }),
    waits(100),
    replies(200, { tag: ';tag=second', body: sdp() }),
    gets('ACK'),
    gets('INVITE'),
    replies(200, { body: sdp() }),
    gets('ACK'),
    ...ends,
  ),
  async (line) => {
    const call = await line.calls();
    await line.seen('183 INVITE');
    const peer = call.peerConnection;
    await line.seen('200 INVITE', 2);
    await line.seen('ACK', 3); // Of the challenge, and of both 2xx.
    assert.notEqual(call.peerConnection, peer);
    assert.equal(peer.signalingState, 'closed');
    await hangsUp(line);
  },
);

protocol(
  'RFC 3261 13.2.1: an INVITE without an offer: theirs is in the 2xx, ours in the ACK',
  callee(gets('INVITE'), replies(180), replies(200, { body: sdp() }), gets('ACK'), ...ends),
  async (line) => {
    await line.calls({ delayedOffer: true });
    await hangsUp(line);
    assert.equal(line.all('INVITE').at(-1).body, '');
    assert.match(line.all('ACK').at(-1).body, /^m=audio/m);
  },
);

protocol(
  'RFC 3262 5: an INVITE without an offer: theirs is in a reliable 183, ours in the PRACK',
  callee(
    gets('INVITE'),
    replies(183, { headers: reliably(1), body: sdp() }),
    gets('PRACK'),
    replies(200),
    replies(200, { of: 'INVITE' }),
    gets('ACK'),
    ...ends,
  ),
  async (line) => {
    await line.calls({ delayedOffer: true });
    await hangsUp(line);
    assert.match(line.all('PRACK')[0].body, /^m=audio/m);
    assert.equal(line.all('ACK').at(-1).body, '');
  },
);

protocol(
  'RFC 3261 8.1.3.4: a redirection is followed',
  callee(
    gets('INVITE'),
    replies(302, { headers: ['Contact: <sip:sipp@lab.test;x=1>;q=0.3'] }),
    gets('ACK'),
    gets('INVITE'),
    replies(200, { body: sdp() }),
    gets('ACK'),
    ...ends,
  ),
  async (line) => {
    await line.calls();
    await hangsUp(line);
    assert.match(line.all('INVITE').at(-1).startLine, /sip:sipp@lab\.test;x=1 /);
  },
  { followRedirects: true },
);

protocol(
  'RFC 4028 7.3: an interval that is too small for them is asked for as they want it',
  callee(
    gets('INVITE'),
    replies(422, { headers: ['Min-SE: 240'] }),
    gets('ACK'),
    gets('INVITE'),
    replies(200, {
      headers: ['Session-Expires: 240;refresher=uac', 'Require: timer'],
      body: sdp(),
    }),
    gets('ACK'),
    ...ends,
  ),
  async (line) => {
    await line.calls();
    await hangsUp(line);
    const invite = line.all('INVITE').at(-1);
    assert.match(invite.header('Session-Expires'), /^240/);
    assert.equal(invite.header('Min-SE'), '240');
  },
);

protocol(
  'RFC 3261 14.2: a re-INVITE that is too early for them is made again when they say',
  callee(
    gets('INVITE'),
    replies(200, { body: sdp() }),
    gets('ACK'),
    gets('INVITE'),
    replies(500, { headers: ['Retry-After: 0'] }),
    gets('ACK'),
    gets('INVITE'),
    replies(200, { body: sdp('recvonly') }),
    gets('ACK'),
    ...ends,
  ),
  async (line) => {
    const call = await line.calls();
    await call.answered;
    await call.hold();
    assert.equal(call.held.local, true);
    await hangsUp(line);
  },
);

protocol(
  'RFC 5621: the answer in a multipart body',
  callee(
    gets('INVITE'),
    replies(200, {
      body: {
        type: 'multipart/mixed;boundary=edge',
        lines: [
          ...['--edge', 'Content-Type: text/plain', '', 'hello', '--edge'],
          ...['Content-Type: application/sdp', '', ...sdp().lines, '--edge--'],
        ],
      },
    }),
    gets('ACK'),
    ...ends,
  ),
  async (line) => {
    await line.calls();
    await hangsUp(line);
  },
);
