// Signalling is lost in the middle of a call: the call must not notice, the phone must come back by
// itself, and hanging up must still reach the other end.

import assert from 'node:assert/strict';

import { until } from '../lab/condition.mjs';
import { domain, Kamailio } from '../lab/kamailio.mjs';
import { Link } from '../lab/link.mjs';
import { establish } from '../lab/phone.mjs';
import { forEachPair } from './scenario.mjs';

forEachPair('lost network', (scenario) => {
  scenario('silence, then a reset: media goes on, the phone registers again', async (given) => {
    const { lab, caller, callee } = given;
    const agent = 'linked';
    const link = await Link.to(lab.kamailio.wsPort);
    try {
      await caller.register(link.url, { agent, user: 'erin' });
      const { outgoing, incoming } = await establish(caller, callee, { agent });

      link.swallow();
      await mediaGoesOn(outgoing, incoming);
      await caller.mark();
      link.cut();
      await caller.expect(agent, 'disconnected');
      await mediaGoesOn(outgoing, incoming);
      await caller.mark();
      link.mend();
      await caller.expect(agent, 'registered');
      await mediaGoesOn(outgoing, incoming);
      assert.equal((await outgoing.state()).established, true);

      await outgoing.hangUp();
      const [, ended] = await Promise.all([outgoing.expect('ended'), incoming.expect('ended')]);
      assert.deepEqual([ended.originator, ended.cause], ['remote', 'Terminated']);
    } finally {
      await caller.tidy();
      await link.close();
    }
  });

  scenario('the server restarts: both ends come back, the callee hangs up', async (given) => {
    const { caller, callee } = given;
    const kamailio = await Kamailio.start();
    const [agent, calleeAgent] = ['restarted', 'restarted too'];
    try {
      await Promise.all([
        caller.register(kamailio.url, { agent, user: 'erin' }),
        callee.register(kamailio.url, { agent: calleeAgent, user: 'frank' }),
      ]);
      const ends = { agent, calleeAgent, target: `sip:frank@${domain}` };
      const { outgoing, incoming } = await establish(caller, callee, ends);

      await Promise.all([caller.mark(), callee.mark()]);
      await kamailio.stop();
      await caller.expect(agent, 'disconnected');
      await callee.expect(calleeAgent, 'disconnected');
      await kamailio.start();
      await caller.expect(agent, 'registered');
      await callee.expect(calleeAgent, 'registered');
      await mediaGoesOn(outgoing, incoming);

      await incoming.hangUp();
      const [ended] = await Promise.all([outgoing.expect('ended'), incoming.expect('ended')]);
      assert.deepEqual([ended.originator, ended.cause], ['remote', 'Terminated']);
    } finally {
      await Promise.all([caller.tidy(), callee.tidy()]);
      await kamailio.stop();
    }
  });
});

/** Received bytes and decoded pictures keep growing at both ends. */
function mediaGoesOn(...calls) {
  return Promise.all(
    calls.map(async (call) => {
      const before = await call.stats();
      await until(`media to go on at ${call.phone}`, async () => {
        const { audio, video } = await call.stats();
        return audio.received > before.audio.received && video.decoded > before.video.decoded;
      });
    }),
  );
}
