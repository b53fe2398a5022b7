// Calls that do not come about: taken back, refused, not answered, to nobody.

import assert from 'node:assert/strict';

import { domain } from '../lab/kamailio.mjs';
import { assertSequence, golden } from './golden.mjs';
import { forEachPair } from './scenario.mjs';

forEachPair('no call', (scenario) => {
  scenario('the caller cancels while it rings', async ({ lab, from, caller, callee }) => {
    const { outgoing, incoming } = await ring(caller, callee);
    await outgoing.hangUp();
    await Promise.all([outgoing.expect('failed'), incoming.expect('failed')]);
    assertSequence(await outgoing.log(), golden.cancel);
    assertSequence(await incoming.log(), golden.canceled);
    const atCallee = ({ user }) => user === callee.user;
    await lab.wire.wait('CANCEL', (frame) => atCallee(frame) && frame.method === 'CANCEL', from);
    await lab.wire.wait(
      '487',
      (frame) => atCallee(frame) && frame.sent && frame.status === 487,
      from,
    );
  });

  scenario('the callee is busy', async ({ caller, callee }) => {
    const { outgoing, incoming } = await ring(caller, callee);
    await incoming.hangUp({ status_code: 486, reason_phrase: 'Busy Here' });
    await Promise.all([outgoing.expect('failed'), incoming.expect('failed')]);
    assertSequence(await outgoing.log(), golden.busy);
    assertSequence(await incoming.log(), golden.refuse);
  });

  scenario('nobody answers', async ({ caller, callee }) => {
    const { outgoing, incoming } = await ring(caller, callee);
    await Promise.all([outgoing.expect('failed'), incoming.expect('failed')]);
    assertSequence(await outgoing.log(), golden.unanswered);
    assertSequence(await incoming.log(), golden.noAnswer);
  });

  scenario('the user is unknown', async ({ caller }) => {
    const outgoing = await caller.call(`sip:nobody@${domain}`);
    assert.equal((await outgoing.expect('failed')).cause, 'Not Found');
    assertSequence(await outgoing.log(), golden.unknown);
  });
});

/** A call that rings at both ends. */
async function ring(caller, callee) {
  const outgoing = await caller.call(callee.uri);
  const incoming = await callee.incoming();
  await Promise.all([outgoing.expect('progress'), incoming.expect('progress')]);
  return { outgoing, incoming };
}
