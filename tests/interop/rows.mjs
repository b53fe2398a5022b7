// The rows of the matrix: what two ends do with each other. The caller acts, the callee follows, so
// that the two directions of a pair cover both. `third` is a Ringline phone for transfers.

import assert from 'node:assert/strict';

/** Each row: its title in the table, and its story. */
export const rows = {
  call: {
    title: 'call, tones both ways',
    async run({ caller, callee }) {
      const { out, incoming } = await establish(caller, callee);
      await hearEachOther(out, incoming);
      await out.hangUp();
      await Promise.all([out.ended(), incoming.ended()]);
    },
  },

  video: {
    title: 'pictures, hold',
    async run({ caller, callee }) {
      const { out, incoming } = await establish(caller, callee, { video: true });
      await Promise.all([out.sees(), incoming.sees()]);
      await mark(caller, callee);
      await out.hold();
      await incoming.held();
      // The held end stops to send; the holding one may go on with black pictures.
      await out.seesNothing();
      await mark(caller, callee);
      await out.unhold();
      await incoming.unheld();
      await Promise.all([out.sees(), incoming.sees()]);
      await out.hangUp();
      await Promise.all([out.ended(), incoming.ended()]);
    },
  },

  early: {
    title: 'early media',
    async run({ caller, callee }) {
      const out = await caller.call(callee.uri);
      const incoming = await callee.incoming();
      await out.ringing();
      await out.hears(callee.frequency);
      await incoming.answer();
      await Promise.all([out.established(), incoming.established()]);
      await hearEachOther(out, incoming);
      await out.hangUp();
      await Promise.all([out.ended(), incoming.ended()]);
    },
  },

  hold: {
    title: 'hold, unhold',
    async run({ caller, callee }) {
      const { out, incoming } = await establish(caller, callee);
      await hearEachOther(out, incoming);
      await mark(caller, callee);
      await out.hold();
      await incoming.held();
      await Promise.all([out.hearsNothing(), incoming.hearsNothing()]);
      await mark(caller, callee);
      await out.unhold();
      await incoming.unheld();
      await hearEachOther(out, incoming);
      await out.hangUp();
      await Promise.all([out.ended(), incoming.ended()]);
    },
  },

  dtmf: { title: 'DTMF, RFC 4733', run: (ends) => tone(ends, 'rfc4733') },

  info: { title: 'DTMF, INFO', run: (ends) => tone(ends, 'info') },

  blind: {
    title: 'blind transfer',
    async run({ caller, callee, third }) {
      const { out, incoming } = await establish(caller, callee);
      await hearEachOther(out, incoming);
      await mark(caller, callee);
      await out.transfer(third.uri);
      const [end, other] = await Promise.all([third.incoming(), callee.referred(third.uri)]);
      await end.answer();
      await Promise.all([end.established(), other.established()]);
      await out.transferred();
      await hearEachOther(other, end);
      await end.hangUp();
      await Promise.all([end.ended(), other.ended()]);
    },
  },

  attended: {
    title: 'attended transfer',
    async run({ caller, callee, third }) {
      const { out, incoming } = await establish(caller, callee);
      await hearEachOther(out, incoming);
      await out.hold();
      await mark(caller, callee, third);
      const second = await caller.call(third.uri);
      const consulted = await third.incoming();
      await consulted.answer();
      await Promise.all([second.established(), consulted.established()]);
      await hearEachOther(second, consulted);
      await mark(caller, callee, third);
      await out.transferTo(second);
      // INVITE with Replaces: the consulted phone gets the transferred end in place of the caller.
      const [end, other] = await Promise.all([third.incoming(), callee.referred(third.uri)]);
      await end.answer();
      await Promise.all([end.established(), other.established(), consulted.ended()]);
      await out.transferred();
      await hearEachOther(other, end);
      await end.hangUp();
      await Promise.all([end.ended(), other.ended()]);
    },
  },

  message: {
    title: 'MESSAGE',
    async run({ caller, callee }) {
      const text = 'grüß dich, 世界';
      const [heard] = await Promise.all([callee.messaged(), caller.message(callee.uri, text)]);
      assert.deepEqual(heard, { from: caller.user, text });
    },
  },

  cancel: {
    title: 'cancel',
    async run({ caller, callee }) {
      const out = await caller.call(callee.uri);
      const incoming = await callee.incoming();
      await out.ringing();
      await out.cancel();
      await Promise.all([out.canceled(), incoming.canceled()]);
    },
  },

  reject: {
    title: 'reject',
    async run({ caller, callee }) {
      const out = await caller.call(callee.uri);
      const incoming = await callee.incoming();
      await out.ringing();
      await incoming.reject();
      assert.equal(await out.refused(), incoming.rejects);
    },
  },
};

async function establish(caller, callee, media) {
  const out = await caller.call(callee.uri, media);
  const incoming = await callee.incoming();
  await out.ringing();
  await incoming.answer(media);
  await Promise.all([out.established(), incoming.established()]);
  return { out, incoming };
}

async function hearEachOther(one, other) {
  await Promise.all([one.hears(other.peer.frequency), other.hears(one.peer.frequency)]);
}

async function mark(...peers) {
  for (const peer of peers) await peer.mark();
}

async function tone({ caller, callee }, way) {
  const { out, incoming } = await establish(caller, callee);
  await hearEachOther(out, incoming);
  for (const key of ['5', '#']) {
    await mark(caller, callee);
    await Promise.all([incoming.toned(key, way), out.sendTone(key, way)]);
  }
  await out.hangUp();
  await Promise.all([out.ended(), incoming.ended()]);
}
