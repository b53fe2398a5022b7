// A call with sound and picture, from the first ring to BYE, and what can be done while it lasts.

import assert from 'node:assert/strict';

import { settled, until } from '../lab/condition.mjs';
import { establish } from '../lab/phone.mjs';
import { assertFields, assertSequence, golden } from './golden.mjs';
import { forEachPair } from './scenario.mjs';

forEachPair('call', (scenario) => {
  scenario(
    'sound and picture flow both ways until the caller hangs up',
    async ({ caller, callee }) => {
      const { outgoing, incoming } = await establish(caller, callee);
      await Promise.all([mediaFlows(outgoing), mediaFlows(incoming)]);
      assert.deepEqual(await outgoing.directions(), ['sendrecv', 'sendrecv']);
      assert.equal((await incoming.state()).remoteUser, caller.user);

      await outgoing.hangUp();
      await Promise.all([outgoing.expect('ended'), incoming.expect('ended')]);
      assertSequence(await outgoing.log(), [...golden.outgoing, ...golden.hangUp]);
      assertSequence(await incoming.log(), [...golden.incoming, ...golden.hungUp]);
    },
  );

  scenario('the callee hangs up', async ({ caller, callee }) => {
    const { outgoing, incoming } = await establish(caller, callee);
    await incoming.hangUp();
    await Promise.all([outgoing.expect('ended'), incoming.expect('ended')]);
    assertSequence(await outgoing.log(), [...golden.outgoing, ...golden.hungUp]);
    assertSequence(await incoming.log(), [...golden.incoming, ...golden.hangUp]);
  });

  scenario(
    'hold stops what the other end sends, unhold starts it again',
    async ({ lab, caller, callee }) => {
      const { outgoing, incoming } = await establish(caller, callee);
      await Promise.all([mediaFlows(outgoing), mediaFlows(incoming)]);

      await Promise.all([caller.mark(), callee.mark()]);
      let from = lab.wire.length;
      assert.equal(await outgoing.reoffer('hold'), true);
      await Promise.all([outgoing.expect('done'), incoming.expect('hold')]);
      assertSequence(await outgoing.log(), golden.hold);
      assertSequence(await incoming.log(), golden.held);
      await directionsOnWire(lab, from, caller, 'sendonly', 'recvonly');
      assert.deepEqual((await outgoing.state()).onHold, { local: true, remote: false });
      assert.deepEqual((await incoming.state()).onHold, { local: false, remote: true });
      assert.deepEqual(await incoming.directions(), ['recvonly', 'recvonly']);
      await settled('bytes sent by the held end', async () =>
        bytes(await incoming.stats(), 'sent'),
      );
      await settled('bytes received by the holding end', async () =>
        bytes(await outgoing.stats(), 'received'),
      );

      await Promise.all([caller.mark(), callee.mark()]);
      from = lab.wire.length;
      assert.equal(await outgoing.reoffer('unhold'), true);
      await Promise.all([outgoing.expect('done'), incoming.expect('unhold')]);
      assertSequence(await outgoing.log(), golden.unhold);
      assertSequence(await incoming.log(), golden.unheld);
      await directionsOnWire(lab, from, caller, 'sendrecv', 'sendrecv');
      assert.deepEqual((await incoming.state()).onHold, { local: false, remote: false });
      await Promise.all([mediaFlows(outgoing), mediaFlows(incoming)]);
    },
  );

  scenario('the callee holds', async ({ lab, caller, callee }) => {
    const { outgoing, incoming } = await establish(caller, callee);
    await Promise.all([caller.mark(), callee.mark()]);
    const from = lab.wire.length;
    assert.equal(await incoming.reoffer('hold'), true);
    await Promise.all([incoming.expect('done'), outgoing.expect('hold')]);
    assertSequence(await incoming.log(), golden.hold);
    assertSequence(await outgoing.log(), golden.held);
    await directionsOnWire(lab, from, callee, 'sendonly', 'recvonly');
    await settled('bytes received by the holding end', async () =>
      bytes(await incoming.stats(), 'received'),
    );
  });

  scenario('mute silences the microphone, unmute gives it back', async ({ caller, callee }) => {
    const { outgoing, incoming } = await establish(caller, callee);
    // Rounded: what a decoder makes of silence is not quite nothing.
    const energy = async () => Math.round((await incoming.stats()).audio.energy * 1000);
    const grows = async (what) => {
      const before = await energy();
      await until(what, async () => (await energy()) > before);
    };
    await grows('sound at the callee');

    await outgoing.do('mute', { audio: true, video: true });
    assert.deepEqual(await flags(outgoing, 'muted'), { audio: true, video: true });
    assert.deepEqual((await outgoing.state()).muted, { audio: true, video: true });
    assert.deepEqual(await outgoing.enabled(), { audio: false, video: false });
    // The fake microphone beeps about once a second: a silence must be longer to mean something.
    await settled('energy of the sound at the callee', energy, { window: 1800 });

    await outgoing.do('unmute', { audio: true, video: true });
    assert.deepEqual(await flags(outgoing, 'unmuted'), { audio: true, video: true });
    assert.deepEqual((await outgoing.state()).muted, { audio: false, video: false });
    assert.deepEqual(await outgoing.enabled(), { audio: true, video: true });
    await grows('sound at the callee after unmute');
  });

  scenario('DTMF by INFO, both ways', async ({ lab, from, caller, callee }) => {
    const { outgoing, incoming } = await establish(caller, callee);
    for (const [sender, receiver, tone, duration] of [
      [outgoing, incoming, '5', 160],
      [incoming, outgoing, '#', 100],
    ]) {
      await Promise.all([caller.mark(), callee.mark()]);
      await sender.do('sendDTMF', tone, { duration });
      const heard = await receiver.expect('newDTMF');
      assert.deepEqual([heard.originator, heard.tone, heard.duration], ['remote', tone, duration]);
      const told = await sender.expect('newDTMF');
      assert.deepEqual([told.originator, told.tone, told.duration], ['local', tone, duration]);
      assertFields([...(await sender.log()), ...(await receiver.log())]);
    }
    const info = await lab.wire.wait('INFO', ({ sent, method }) => sent && method === 'INFO', from);
    assert.equal(info.header('Content-Type'), 'application/dtmf-relay');
    assert.match(info.body, /^Signal= ?5\r\nDuration= ?160(\r\n)?$/);
  });

  scenario('several tones go out one after another', async ({ caller, callee }) => {
    const { outgoing, incoming } = await establish(caller, callee);
    await outgoing.do('sendDTMF', '12A', { duration: 70, interToneGap: 50 });
    const tones = await until('three tones', async () => {
      const heard = (await incoming.log()).filter(({ event }) => event === 'newDTMF');
      return heard.length === 3 && heard.map(({ tone }) => tone).join('');
    });
    assert.equal(tones, '12A');
  });

  scenario(
    'DTMF by RFC 4733 leaves in the media, not as INFO',
    async ({ lab, from, caller, callee }) => {
      const { outgoing, incoming } = await establish(caller, callee);
      for (const sender of [outgoing, incoming]) {
        await sender.phone.do('watchTones', sender.id);
        await sender.do('sendDTMF', '7', { transportType: 'RFC2833', duration: 100 });
        const { tone } = await sender.expect('tonechange');
        assert.equal(tone, '7');
      }
      const infos = lab.wire.frames.slice(from).filter(({ method }) => method === 'INFO');
      assert.deepEqual(infos, []);
    },
  );

  scenario('INFO both ways', async ({ caller, callee }) => {
    const { outgoing, incoming } = await establish(caller, callee);
    for (const [sender, receiver, body] of [
      [outgoing, incoming, 'from the caller'],
      [incoming, outgoing, 'from the callee: grüß dich, 你好'],
    ]) {
      await Promise.all([caller.mark(), callee.mark()]);
      await sender.do('sendInfo', 'text/plain', body);
      const heard = await receiver.expect('newInfo');
      assert.deepEqual(
        [heard.originator, heard.contentType, heard.body],
        ['remote', 'text/plain', body],
      );
      assert.equal((await sender.expect('newInfo')).originator, 'local');
    }
  });
});

/** Bytes leave and arrive, pictures are decoded and drawn, all of them still growing. */
async function mediaFlows(call) {
  const before = await call.stats();
  let last = before;
  await until(`media to flow at ${call.phone}`, async () => {
    last = await call.stats();
    return (
      ['audio', 'video'].every((kind) => last[kind].sent > before[kind].sent) &&
      ['audio', 'video'].every((kind) => last[kind].received > before[kind].received) &&
      last.video.decoded > before.video.decoded &&
      last.video.drawn > before.video.drawn
    );
  }).catch((error) => {
    throw new Error(`${error.message}: ${JSON.stringify(before)} → ${JSON.stringify(last)}`);
  });
}

function bytes({ audio, video }, way) {
  return { audio: audio[way], video: video[way] };
}

async function flags(call, event) {
  const { audio, video } = await call.expect(event);
  return { audio, video };
}

async function directionsOnWire(lab, from, offerer, offered, answered) {
  const isOffer = ({ user, sent, method }) => user === offerer.user && sent && method === 'INVITE';
  const offer = await lab.wire.wait('the offer', isOffer, from);
  assert.deepEqual(offer.directions, [offered, offered], 'directions of the offer');
  const isAnswer = ({ user, sent, status, cseq }) =>
    user === offerer.user && !sent && status === 200 && cseq === offer.cseq;
  const answer = await lab.wire.wait('the answer', isAnswer, from);
  assert.deepEqual(answer.directions, [answered, answered], 'directions of the answer');
}
