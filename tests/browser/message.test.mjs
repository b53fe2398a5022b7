// MESSAGE and OPTIONS outside a call.

import assert from 'node:assert/strict';

import { domain } from '../lab/kamailio.mjs';
import { assertFields } from './golden.mjs';
import { forEachPair } from './scenario.mjs';

forEachPair('message', (scenario) => {
  scenario('MESSAGE both ways', async ({ caller, callee }) => {
    for (const [sender, receiver, text] of [
      [caller, callee, 'Are you there?'],
      [callee, caller, 'Здравствуй, 世界 ✓'],
    ]) {
      await Promise.all([caller.mark(), callee.mark()]);
      const id = await sender.do('sendMessage', 'ua', receiver.uri, text);
      const heard = await receiver.expect('ua', 'newMessage');
      assert.deepEqual(
        [heard.originator, heard.direction, heard.from, heard.contentType, heard.body],
        ['remote', 'incoming', sender.user, 'text/plain', text],
      );
      const done = await sender.expect(id, 'succeeded');
      assert.deepEqual([done.originator, done.status], ['remote', 200]);
      assert.equal((await sender.expect('ua', 'newMessage')).originator, 'local');
      const log = [...(await sender.log()), ...(await receiver.log())];
      // An agent of JsSIP's that was stopped while it had no server may look for it yet.
      assertFields(log.filter(({ scope }) => scope === 'ua' || scope === id));
    }
  });

  scenario('MESSAGE to nobody fails', async ({ caller }) => {
    const id = await caller.do('sendMessage', 'ua', `sip:nobody@${domain}`, 'lost');
    const failed = await caller.expect(id, 'failed');
    assert.deepEqual(
      [failed.originator, failed.status, failed.cause],
      ['remote', 404, 'Not Found'],
    );
  });

  scenario('OPTIONS both ways', async ({ caller, callee }) => {
    for (const [sender, receiver] of [
      [caller, callee],
      [callee, caller],
    ]) {
      await Promise.all([caller.mark(), callee.mark()]);
      const id = await sender.do('sendOptions', 'ua', receiver.uri, null);
      const heard = await receiver.expect('ua', 'newOptions');
      assert.deepEqual([heard.originator, heard.from], ['remote', sender.user]);
      assert.equal((await sender.expect(id, 'succeeded')).status, 200);
    }
  });
});
