// A call to and from something that is not a browser: SIPp over UDP, through Kamailio.

import assert from 'node:assert/strict';

import { domain } from '../lab/kamailio.mjs';
import { audioOnly } from '../lab/phone.mjs';
import { startSippCallee, startSippCaller } from '../lab/sipp.mjs';
import { assertSequence, golden } from './golden.mjs';
import { forEachSubject } from './scenario.mjs';

forEachSubject('SIPp', (scenario) => {
  scenario('calls SIPp and hangs up', async ({ lab, phone }) => {
    const sipp = await startSippCallee(lab.kamailio);
    try {
      const call = await phone.call(`sip:sipp@${domain}`, { mediaConstraints: audioOnly });
      await call.expect('confirmed');
      await call.hangUp();
      await call.expect('ended');
      await sipp.finished();
      assertSequence(await call.log(), [...golden.outgoing, ...golden.hangUp]);
    } finally {
      await sipp.stop();
    }
  });

  scenario('is called by SIPp, which hangs up', async ({ lab, phone }) => {
    const sipp = await startSippCaller(lab.kamailio, phone.user);
    try {
      const call = await phone.incoming();
      await call.answer({ mediaConstraints: audioOnly });
      await call.expect('confirmed');
      assert.equal((await call.state()).remoteUser, 'sipp');
      await call.expect('ended');
      await sipp.finished();
      assertSequence(await call.log(), [...golden.incoming, ...golden.hungUp]);
    } finally {
      await sipp.stop();
    }
  });
});
