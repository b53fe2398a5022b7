// What ours does otherwise than JsSIP, on purpose and unless `compat` says not to: the same scenario on
// both, and what is seen of each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import * as ours from '../../../../js/jssip/jssip.js';
import type * as Contract from '../../../../types/jssip.js';
import { peer } from '../peer.js';
import { Bench, kContact } from './bench.js';
import { failing, gathering, sdp } from './browser.js';
import { until } from './server.js';

type Ask = (bench: Bench) => Promise<unknown>;

function differ(
  name: string,
  ask: Ask,
  seen: { theirs: unknown; ours: unknown },
  configuration: Partial<Contract.UAConfiguration> = {},
): void {
  test(name, async () => {
    const found: Record<string, unknown> = {};
    for (const [whose, library] of Object.entries({ theirs: peer, ours: ours as typeof peer })) {
      const bench = new Bench(library, { ...configuration, compat: [] });
      await bench.start();
      found[whose] = await ask(bench).finally(() => {
        failing.clear();
        gathering.isEndless = false;
        bench.isOver = true;
        bench.ua.stop();
      });
    }
    assert.deepEqual(found, seen);
  });
}

const count = (bench: Bench, line: string) =>
  bench.events.filter((event) => event.startsWith(line)).length;

/** The first of these events that comes. */
async function first(bench: Bench, ...lines: string[]): Promise<string> {
  const found = () => bench.events.find((event) => lines.some((line) => event.startsWith(line)));
  await until(() => found() !== undefined, lines.join(' or '));
  return found()!;
}

differ(
  'ICE that failed does not end a call',
  async (bench) => {
    await bench.established();
    const connection = bench.session.connection as unknown as EventTarget & {
      iceConnectionState: string;
    };
    connection.iceConnectionState = 'failed';
    connection.dispatchEvent(new Event('iceconnectionstatechange'));
    return first(bench, 'call ended', 'call reconnecting');
  },
  {
    theirs: 'call ended originator:local message:null cause:RTP Timeout',
    ours: 'call reconnecting',
  },
);

differ(
  'a connection that is lost does not end a call that has a request under way',
  async (bench) => {
    await bench.established();
    bench.session.sendInfo('text/plain', 'hello');
    await bench.server.next('INFO');
    bench.server.breaks();
    return first(bench, 'call ended', 'call reconnecting');
  },
  {
    theirs: 'call ended originator:local message:null cause:Connection Error',
    ours: 'call reconnecting',
  },
);

differ(
  'the ACK of an answer goes out before the media is agreed',
  async (bench) => {
    bench.call();
    const acknowledged = new Promise((resolve) =>
      bench.session.on('accepted', () =>
        resolve(bench.server.received.some(({ what }) => what === 'ACK')),
      ),
    );
    bench.server.respond(await bench.server.next('INVITE'), '200 OK', kContact, sdp());
    return acknowledged;
  },
  { theirs: false, ours: true },
);

differ(
  'an offer goes out when it has what is useful',
  async (bench) => {
    gathering.isEndless = true;
    bench.call();
    await bench.seen('call icecandidate');
    const waiting = pause(500, 'still gathering');
    return Promise.race([bench.server.next('INVITE').then(({ what }) => what), waiting]);
  },
  { theirs: 'still gathering', ours: 'INVITE' },
);

differ(
  'each provisional response is told, whatever its description is worth',
  async (bench) => {
    bench.call();
    const invite = await bench.server.next('INVITE');
    bench.server.respond(invite, '183 Session Progress', kContact, sdp());
    await bench.seen('call progress');
    failing.add('setRemote');
    bench.server.respond(invite, '183 Session Progress', kContact, sdp());
    const isTold = () =>
      count(bench, 'call peerconnection:setremote') + count(bench, 'call progress') > 1;
    await until(isTold, 'something of the second one');
    bench.server.respond(invite, '486 Busy Here', kContact);
    await bench.seen('call failed');
    return count(bench, 'call progress');
  },
  { theirs: 1, ours: 2 },
);

differ(
  'a call that is made while the connection is gone goes out when it is back',
  async (bench) => {
    bench.server.breaks();
    bench.call();
    const isOut = () => bench.server.received.some(({ what }) => what === 'INVITE');
    await until(() => isOut() || count(bench, 'call failed') > 0, 'an end of it');
    return isOut() ? 'sent' : 'failed';
  },
  { theirs: 'failed', ours: 'sent' },
);

const sha256 = {
  'WWW-Authenticate': 'Digest realm="example.com", nonce="abc", qop="auth", algorithm=SHA-256',
};
differ(
  'SHA-256 is answered',
  async (bench) => {
    bench.ua.register();
    bench.server.respond(await bench.server.next('REGISTER'), '401 Unauthorized', sha256);
    const again = await Promise.race([
      bench.server.next('REGISTER'),
      bench.seen('ua registrationFailed'),
    ]);
    return again ? /algorithm=[\w-]+/.exec(again.header('Authorization'))?.[0] : 'failed';
  },
  { theirs: 'failed', ours: 'algorithm=SHA-256' },
);

differ(
  'a 200 to REGISTER that does not list us is no registration',
  async (bench) => {
    bench.ua.register();
    bench.server.respond(await bench.server.next('REGISTER'), '200 OK');
    // Whatever there was to tell is told when this is answered.
    bench.server.deliver(bench.request('OPTIONS'));
    await bench.server.next('200 OPTIONS');
    return bench.events.filter((line) => line.startsWith('ua regis'));
  },
  { theirs: [], ours: ['ua registrationFailed response:200 cause:SIP Failure Code'] },
);

differ(
  'an INVITE that accepts no description is refused',
  async (bench) => {
    bench.onIncoming();
    bench.server.deliver(bench.request('INVITE', { Accept: 'text/plain' }, sdp()));
    await until(() => bench.server.received.some(({ what }) => what !== '100 INVITE'), 'an answer');
    return bench.server.received.map(({ what }) => what).filter((what) => what !== '100 INVITE')[0];
  },
  { theirs: '180 INVITE', ours: '406 INVITE' },
);

differ(
  'a session timer that is too brief for them is asked for again, longer',
  async (bench) => {
    bench.call();
    bench.server.respond(await bench.server.next('INVITE'), '422 Session Interval Too Small', {
      'Min-SE': '200',
    });
    const again = bench.server.next('INVITE').then((invite) => invite.header('Session-Expires'));
    return Promise.race([again, bench.seen('call failed').then(() => 'failed')]);
  },
  { theirs: 'failed', ours: '200' },
);

differ(
  'a 408 to a MESSAGE is an answer',
  async (bench) => {
    bench.ua.sendMessage('bob', 'hello');
    bench.server.respond(await bench.server.next('MESSAGE'), '408 Request Timeout');
    return first(bench, 'message failed');
  },
  {
    theirs: 'message failed originator:system response:null cause:Request Timeout',
    ours: 'message failed originator:remote response:408 cause:Unavailable',
  },
);

differ(
  'a call that replaces another rings where nobody listens for replaces',
  async (bench) => {
    const invite = await bench.established();
    bench.ua.on('newRTCSession', () => {});
    const { 'Call-ID': call, From: remote, To: local } = bench.inside(invite, false);
    const tagOf = (address = '') => /;tag=([^;]+)/.exec(address)![1];
    const replaces = `${call};to-tag=${tagOf(local)};from-tag=${tagOf(remote)}`;
    bench.server.deliver(
      bench.request('INVITE', { 'Call-ID': 'another', Replaces: replaces }, sdp()),
    );
    // What comes of the INVITE has come when this is answered.
    bench.server.deliver(bench.request('OPTIONS', { 'Call-ID': 'third' }));
    await bench.server.next('200 OPTIONS');
    return bench.server.received.some(({ what }) => what === '180 INVITE') ? 'rings' : 'no answer';
  },
  { theirs: 'no answer', ours: 'rings' },
);

differ(
  'what is sent after stop() is told to have failed',
  async (bench) => {
    bench.ua.stop();
    await bench.seen('ua disconnected');
    bench.ua.sendMessage('bob', 'hello');
    await pause(50);
    return count(bench, 'message failed') > 0;
  },
  { theirs: false, ours: true },
);

test('control characters are refused in headers and reasons, and made harmless in names', async () => {
  const bench = await new Bench(ours as typeof peer).start();
  const { ua, server } = bench;
  const extraHeaders = ['X-Own: value\r\nX-Other: value'];
  const session = bench.call({ fromDisplayName: 'Al\r\nice', fromUserName: 'al\r\nice' });
  for (const deed of [
    () => session.terminate({ status_code: 480, reason_phrase: 'gone\r\nX-Other: value' }),
    () => ua.call('bob', { extraHeaders }),
    () => ua.sendMessage('bob', 'hello', { extraHeaders }),
    () => ua.sendMessage('bob', 'hello', { contentType: 'text/plain\r\nX-Other: value' }),
    () => ua.registrator().setExtraHeaders(extraHeaders),
    () => ua.set('extra_headers', extraHeaders),
    () => ua.set('display_name', 'Al\r\nice'),
  ]) {
    assert.throws(deed, TypeError, String(deed));
  }
  const invite = await server.next('INVITE');
  assert.match(invite.header('From'), /^"Al {2}ice" <sip:al%0D%0Aice@example.com>;/);
  ua.stop();
});
