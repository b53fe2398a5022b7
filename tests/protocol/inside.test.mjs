// What is asked inside a call, and around its end.

import assert from 'node:assert/strict';

import {
  acknowledges,
  asks,
  body,
  callee,
  caller,
  cancels,
  gets,
  hears,
  replies,
  says,
  sdp,
  videoSdp,
  waits,
} from '../lab/sipp_scenario.mjs';
import { until } from '../lab/condition.mjs';
import { protocol } from './bench.mjs';

const answers = [gets('INVITE'), replies(200, { body: sdp() }), gets('ACK')];
const ends = [gets('BYE'), replies(200)];
const challenge = (algorithm) => ({
  headers: [
    `WWW-Authenticate: Digest realm="callee", nonce="${algorithm}", algorithm=${algorithm}, qop="auth"`,
  ],
});

const joins = (header) => `${header}: nowhere@x;to-tag=a;from-tag=b`;

async function hangsUp(line) {
  await line.call.answered;
  await line.call.hangup();
  await line.isOver('local');
}

protocol(
  'RFC 3261 22.3: the proxy and the callee both want to know who calls, with another algorithm each',
  callee(gets('INVITE'), replies(401, challenge('SHA-256')), gets('ACK'), ...answers, ...ends),
  async (line) => {
    await line.calls();
    await hangsUp(line);
    const invite = line.all('INVITE').at(-1);
    // What they say is masked in a trace.
    for (const name of ['Authorization', 'Proxy-Authorization']) {
      assert.match(invite.header(name), /^Digest /, name);
    }
    assert.equal(invite.cseq, '3 INVITE');
  },
);

protocol(
  'RFC 3261 22.2: a challenge inside the dialog is answered with the next number',
  callee(...answers, gets('BYE'), replies(401, challenge('MD5')), gets('BYE'), replies(200)),
  async (line) => {
    await line.calls();
    await line.call.answered;
    await line.call.hangup();
    const again = await line.seen('BYE', 2);
    assert.match(again.header('Authorization'), /^Digest /);
    const [first, second] = line.all('BYE').map(({ cseq }) => Number.parseInt(cseq, 10));
    assert.equal(second, first + 1);
    await line.seen('200 BYE');
  },
);

protocol(
  'RFC 3261 14.1: 491 is met with another INVITE, later and with the next number',
  callee(
    ...answers,
    gets('INVITE'),
    replies(491),
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
    const [, glared, again] = line.all('INVITE').slice(-3);
    // Whoever made the Call-ID waits 2.1 to 4 seconds.
    assert.ok(
      again.at - glared.at > 2100 && again.at - glared.at < 4500,
      `${again.at - glared.at}`,
    );
    await hangsUp(line);
  },
);

protocol(
  'RFC 3261 13.3.1.4: a 2xx goes out again until its ACK',
  caller(
    asks('INVITE', { body: sdp() }, hears(180), hears(200)),
    waits(1700),
    acknowledges(),
    says('BYE'),
    hears(200),
  ),
  async (line) => {
    const call = await line.rings();
    await call.answer();
    await line.isOver('remote');
    const sent = line.all('200 INVITE').map(({ text }) => text);
    assert.equal(sent.length, 3);
    assert.equal(new Set(sent).size, 1);
  },
);

protocol(
  'RFC 3261 15.1.2: a BYE before the answer ends the call and its INVITE',
  caller(
    asks('INVITE', { body: sdp() }, hears(180)),
    says('BYE'),
    hears(200),
    hears(487),
    acknowledges('refusal'),
  ),
  async (line) => {
    await line.rings();
    await line.isOver('remote');
  },
);

protocol(
  'RFC 3261 12.2.2: requirements and methods that we do not know, inside the call',
  callee(
    ...answers,
    says('INVITE', { headers: ['Require: teleport'], body: sdp() }),
    hears(100, 'optional'),
    hears(420),
    acknowledges(),
    says('TELEPORT'),
    hears(405),
    says('OPTIONS'),
    hears(200),
    says('INFO', { body: body('text/odd', 'x') }),
    hears(200),
    ...ends,
  ),
  async (line) => {
    const call = await line.calls();
    await call.answered;
    await line.seen('200 INFO');
    assert.equal(call.state, 'answered');
    assert.equal(line.all('420 INVITE')[0].header('Unsupported'), 'teleport');
    assert.match(line.all('405 TELEPORT')[0].header('Allow'), /INVITE/);
    await hangsUp(line);
  },
);

protocol(
  'RFC 3261 14.2: a re-INVITE without an offer gets one, and has its answer in the ACK',
  callee(
    ...answers,
    says('INVITE'),
    hears(100, 'optional'),
    hears(200),
    acknowledges({ body: sdp('sendonly') }),
    ...ends,
  ),
  async (line) => {
    const call = await line.calls();
    await call.answered;
    assert.match((await line.seen('200 INVITE', 2)).body, /^m=audio/m);
    await until('their hold', () => call.held.remote);
    await hangsUp(line);
  },
);

protocol(
  'RFC 3261 9.2: a re-INVITE that is taken back is refused, and the call goes on as it was',
  caller(
    asks('INVITE', { body: sdp() }, hears(180), hears(200)),
    acknowledges(),
    says('INVITE', { body: videoSdp() }),
    hears(100),
    cancels(),
    hears(200),
    hears(487),
    acknowledges('refusal'),
    says('INVITE', { body: sdp('sendonly') }),
    hears(100, 'optional'),
    hears(200),
    acknowledges(),
    says('BYE', { headers: ['Reason: Q.850;cause=16;text="Normal call clearing"'] }),
    hears(200),
  ),
  async (line) => {
    const call = await line.rings();
    const asked = new Promise((resolve) => call.on('upgrade', resolve));
    await call.answer();
    const upgrade = await asked;
    await line.seen('487 INVITE');
    assert.equal(upgrade.withdrawn.aborted, true);
    await assert.rejects(upgrade.accept(), { code: 'invalidState' });
    await until('their hold', () => call.held.remote);
    assert.equal(call.mode, 'audio');
    const { reason } = await line.isOver('remote');
    assert.deepEqual(reason, { protocol: 'Q.850', cause: 16, text: 'Normal call clearing' });
  },
);

for (const [headers, status] of [
  [[joins('Join')], 481],
  [[joins('Join'), joins('Join')], 400],
  [[joins('Join'), joins('Replaces')], 400],
]) {
  protocol(
    `RFC 3911 4: ${headers.join(', ')} is answered ${status}`,
    caller(asks('INVITE', { body: sdp(), headers }, hears(status)), acknowledges('refusal')),
    async (line) => {
      await line.seen(`${status} INVITE`);
      assert.equal(line.phone.calls.length, 0);
    },
  );
}

protocol(
  'RFC 3911 5: to join a call of theirs names it as they know it',
  callee(...answers, gets('BYE'), replies(200)),
  async (line) => {
    const dialog = { callId: 'd1@x', localTag: 'theirs', remoteTag: 'other' };
    await line.calls({ join: dialog });
    const invite = await line.seen('INVITE');
    assert.equal(invite.header('Join'), 'd1@x;to-tag=theirs;from-tag=other');
    assert.match(invite.header('Supported'), /\bjoin\b/);
    await hangsUp(line);
  },
);

protocol(
  'RFC 3261 12.2.1.2: a 481 to a request inside the call ends it',
  callee(...answers, gets('INFO'), replies(481)),
  async (line) => {
    const call = await line.calls();
    await call.answered;
    await assert.rejects(call.sendInfo('text/x', 'y'));
    await line.isOver('remote');
  },
);

protocol(
  'RFC 4488: a REFER whose sender wants to hear no more of it gets no NOTIFY',
  callee(
    ...answers,
    says('REFER', { headers: ['Refer-To: <sip:nobody@lab.test>', 'Refer-Sub: false'] }),
    hears(202),
    ...ends,
  ),
  async (line) => {
    const call = await line.calls();
    await call.answered;
    const transfer = await new Promise((resolve) => call.on('transferRequest', resolve));
    const other = await transfer.accept();
    await assert.rejects(other.answered, { code: 'notFound' });
    await hangsUp(line);
    assert.equal(line.all('NOTIFY').length, 0);
    assert.equal(line.all('202 REFER')[0].header('Refer-Sub'), 'false');
  },
);
