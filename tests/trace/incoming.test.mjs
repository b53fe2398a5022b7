// Calls of SIPp to us.

import {
  acknowledges,
  asks,
  caller,
  cancels,
  gets,
  hears,
  replies,
  says,
  sdp,
  waits,
} from '../lab/sipp_scenario.mjs';
import { compare } from './bench.mjs';
import {
  all,
  anOfferHasMedia,
  namesAreKept,
  noTimerUnasked,
  theRefresherIsTold,
} from './differences.mjs';

const offer = { body: sdp() };
const calls = (message) => [asks('INVITE', message, hears(180, 'optional'), hears(200))];
const answered = [...calls(offer), acknowledges()];
const answer = (session) => setImmediate(() => session.answer());

compare(
  'their call: answered, and ended by them',
  async (phone, sipp) => {
    await phone.registered();
    phone.onIncoming(answer);
    await sipp(caller(...answered, says('BYE'), hears(200)));
    await phone.seen('call ended');
  },
  { expect: noTimerUnasked },
);

compare(
  'their call: answered, and ended by us',
  async (phone, sipp) => {
    await phone.registered();
    phone.onIncoming(answer);
    await sipp(caller(...answered, gets('BYE'), replies(200)));
    await phone.seen('call confirmed');
    await phone.hangUp();
  },
  { expect: all(noTimerUnasked, namesAreKept('To', 'SIPp')) },
);

compare(
  'offered by us, since they do not',
  async (phone, sipp) => {
    await phone.registered();
    phone.onIncoming(answer);
    await sipp(caller(...calls(), acknowledges(offer), waits(100), says('BYE'), hears(200)));
    await phone.seen('call ended');
  },
  { expect: all(noTimerUnasked, anOfferHasMedia) },
);

compare(
  'answered, with the session timer that they ask for',
  async (phone, sipp) => {
    await phone.registered();
    phone.onIncoming(answer);
    const headers = ['Supported: timer', 'Session-Expires: 120;refresher=uac'];
    await sipp(caller(...calls({ ...offer, headers }), acknowledges(), says('BYE'), hears(200)));
    await phone.seen('call ended');
  },
  { expect: theRefresherIsTold },
);

for (const options of [{}, { status_code: 486 }, { status_code: 603, reason_phrase: 'No' }]) {
  compare(`refused: ${JSON.stringify(options)}`, async (phone, sipp) => {
    await phone.registered();
    phone.onIncoming((session) => session.terminate(options));
    const status = options.status_code ?? 480;
    await sipp(
      caller(asks('INVITE', offer, hears(180, 'optional'), hears(status)), acknowledges('refusal')),
    );
    await phone.seen('call failed');
  });
}

compare(
  'nobody answers',
  async (phone, sipp) => {
    await phone.registered();
    phone.onIncoming();
    await sipp(caller(asks('INVITE', offer, hears(180), hears(408)), acknowledges('refusal')));
    await phone.seen('call failed');
  },
  { configuration: { no_answer_timeout: 1 } },
);

compare('given up by them', async (phone, sipp) => {
  await phone.registered();
  phone.onIncoming();
  const ringing = asks('INVITE', offer, hears(180));
  await sipp(caller(ringing, cancels(), hears(200), hears(487), acknowledges('refusal')));
  await phone.seen('call failed');
});
