// CRTC's policy for calls whose path or server is lost.

import assert from 'node:assert/strict';

import { until } from '../../lab/condition.mjs';
import { Link } from '../../lab/link.mjs';

export async function assertLostPath({ lab, line, near, far }) {
  const link = await Link.to(lab.kamailio.wsPort);
  try {
    const callee = await far.open('crtc', 'ivan');
    const caller = await near.open('crtc', 'judy', link.url);
    await callee.evaluate(async () => {
      window.ua = await crtc.agent(crtc.accountOf(window.account));
      window.standing = crtc.answering(window.ua, { media: { audio: true } });
    });
    const port = await caller.evaluate(async () => {
      window.ua = await crtc.agent(crtc.accountOf(window.account));
      window.dial = () => crtc.calling(window.ua, 'ivan', { media: { audio: true } });
      window.standing = window.dial();
      await standing.expect('confirmed');
      return crtc.portOf(standing.session.connection);
    });
    const cut = { loss: 1 };
    await line.set(port, { toFar: cut, toNear: cut });
    const restarted = assertRestarted(lab, { judy: caller, ivan: callee });
    await Promise.all([restarted, assertGivenUp(lab, caller)]);
    await assertFollowsItsServer(lab, caller, link);
    await caller.evaluate(() => standing.session.terminate());
  } finally {
    await link.close();
  }
}

/**
 * A path that was there and is lost: ICE is restarted by a re-INVITE, and finds another one. Either end may find out
 * first, and heal the other one before that has anything to tell.
 */
async function assertRestarted(lab, pages) {
  const from = lab.wire.length;
  const { callId } = lab.wire.frames.findLast((it) => it.user === 'judy' && it.callId);
  const isOfCall = (it) => isReinvite(it) && it.callId === callId;
  const again = await lab.wire.wait('a re-INVITE', isOfCall, from, 30_000);
  const own = lab.wire.frames.filter((it) => it.sent && it.user === again.user);
  const first = own.find((it) => it.callId === callId && ufragOf(it.body));
  assert.notEqual(ufragOf(again.body), ufragOf(first.body));
  const page = pages[again.user];
  await page.evaluate(() => standing.expect('reconnected', 1, 30_000));
  const told = await page.evaluate(() => standing.told('reconnecting').length);
  assert.ok(told > 0, `${again.user} restarts and was not told`);
  await Promise.all(Object.values(pages).map(assertHeard));
}

/** One that never was: the call is ended as CRTC ends it, by whichever end finds out first. */
async function assertGivenUp(lab, page) {
  const from = lab.wire.length;
  const ended = await page.evaluate(async () => {
    const end = window.dial();
    crtc.misdirect(end.session);
    await end.expect('confirmed');
    const { cause } = await end.expect('ended', 1, 60_000);
    return { cause, states: end.told('peerconnection:iceConnectionState') };
  });
  // Others end calls meanwhile.
  const isOurBye = (it) => it.sent && it.method === 'BYE' && /^(judy|ivan)$/.test(it.user);
  const bye = await lab.wire.wait('a BYE', isOurBye, from);
  assert.match(bye.header('Reason') ?? '', /cause=408/);
  const byes = lab.wire.frames.slice(from).filter(isOurBye);
  const isOurs = byes.some(({ user }) => user === 'judy');
  assert.equal(ended.cause, isOurs ? 'RTP Timeout' : 'Terminated');
  assert.ok(!ended.states.includes('connected'), ended.states.join());
}

/** A server that comes back is told where we are, inside the call, and the sound never stops. */
async function assertFollowsItsServer(lab, page, link) {
  const from = lab.wire.length;
  link.cut();
  await assertHeard(page);
  link.mend();
  await lab.wire.wait('a re-INVITE', (it) => isReinvite(it) && it.user === 'judy', from, 15_000);
  await page.evaluate(() => crtc.until(() => standing.session.isReadyToReOffer(), 'its answer'));
  await assertHeard(page);
}

const isReinvite = (frame) =>
  frame.sent && frame.method === 'INVITE' && /;tag=/.test(frame.header('To'));

const ufragOf = (sdp) => /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1];

/** Packets of theirs keep coming. */
async function assertHeard(page) {
  const received = () => page.evaluate(() => crtc.packetsReceived(standing.session.connection));
  const before = await received();
  await until('packets of theirs', async () => (await received()) > before + 20, { ms: 20_000 });
}
