// What happens inside a call with SIPp.

import {
  body,
  callee,
  gets,
  hears,
  replies,
  says,
  acknowledges,
  sdp,
} from '../lab/sipp_scenario.mjs';
import { compare, sippUri } from './bench.mjs';
import { all, anOfferIsToldOnce, aRefusedHoldIsTakenBack, noTimerUnasked } from './differences.mjs';

/** Our call, answered; `steps` follow, and our BYE. */
const inCall = (...steps) =>
  callee(
    ...[gets('INVITE'), replies(180), replies(200, { body: sdp() }), gets('ACK')],
    ...steps,
    ...[gets('BYE'), replies(200)],
  );

async function established(phone, sipp, ...steps) {
  await phone.connected();
  await sipp(inCall(...steps));
  phone.call({}, sippUri);
  await phone.seen('call confirmed');
}

compare(
  'hold and unhold',
  async (phone, sipp) => {
    const agrees = (direction) => [
      gets('INVITE'),
      replies(200, { body: sdp(direction) }),
      gets('ACK'),
    ];
    await established(phone, sipp, ...agrees('recvonly'), ...agrees('sendrecv'));
    phone.session.hold({}, () => phone.events.push('held'));
    await phone.seen('held');
    phone.session.unhold({}, () => phone.events.push('unheld'));
    await phone.seen('unheld');
    await phone.hangUp();
  },
  { expect: all(anOfferIsToldOnce, noTimerUnasked) },
);

compare(
  'hold by UPDATE',
  async (phone, sipp) => {
    await established(phone, sipp, gets('UPDATE'), replies(200, { body: sdp('recvonly') }));
    phone.session.hold({ useUpdate: true }, () => phone.events.push('held'));
    await phone.seen('held');
    await phone.hangUp();
  },
  { expect: all(anOfferIsToldOnce, noTimerUnasked) },
);

compare(
  'hold is refused',
  async (phone, sipp) => {
    await established(phone, sipp, gets('INVITE'), replies(488), gets('ACK'));
    phone.session.hold();
    await phone.seen('call ended');
    await phone.received('200 BYE');
  },
  { expect: all(anOfferIsToldOnce, noTimerUnasked, aRefusedHoldIsTakenBack) },
);

compare(
  'they hold and unhold',
  async (phone, sipp) => {
    const asks = (direction) => [
      says('INVITE', { body: sdp(direction) }),
      hears(100, 'optional'),
      hears(200),
      acknowledges(),
    ];
    await established(phone, sipp, ...asks('sendonly'), ...asks('sendrecv'));
    await phone.seen('call unhold originator:remote');
    await phone.received('ACK', 2);
    await phone.hangUp();
  },
  { expect: noTimerUnasked },
);

compare(
  'their re-INVITE without an offer',
  async (phone, sipp) => {
    const asks = [
      says('INVITE'),
      hears(100, 'optional'),
      hears(200),
      acknowledges({ body: sdp() }),
    ];
    await established(phone, sipp, ...asks);
    await phone.received('ACK');
    await phone.hangUp();
  },
  { expect: noTimerUnasked },
);

compare(
  'their UPDATE, with and without an offer',
  async (phone, sipp) => {
    const asks = (message) => [says('UPDATE', message), hears(200)];
    await established(phone, sipp, ...asks({ body: sdp('sendonly') }), ...asks());
    await phone.sent('200 UPDATE', 2);
    await phone.hangUp();
  },
  { expect: noTimerUnasked },
);

compare('tones and INFO, both ways', async (phone, sipp) => {
  const tone = body('application/dtmf-relay', 'Signal=9', 'Duration=160');
  const info = body('text/plain', 'hello');
  await established(
    phone,
    sipp,
    ...[gets('INFO'), replies(200), gets('INFO'), replies(200)],
    ...[says('INFO', { body: tone }), hears(200), says('INFO', { body: info }), hears(200)],
  );
  phone.session.sendDTMF('5');
  await phone.seen('dtmf succeeded');
  phone.session.sendInfo('text/plain', 'hey', { extraHeaders: ['X-Own: value'] });
  await phone.seen('info succeeded');
  await phone.seen('call newInfo originator:remote');
  await phone.hangUp();
});

compare('an INFO that is refused', async (phone, sipp) => {
  await established(phone, sipp, gets('INFO'), replies(488));
  phone.session.sendInfo('text/plain', 'hey');
  await phone.seen('info failed');
  await phone.hangUp();
});

compare('OPTIONS inside the call, both ways', async (phone, sipp) => {
  await established(phone, sipp, gets('OPTIONS'), replies(200), says('OPTIONS'), hears(200));
  phone.session.sendRequest('OPTIONS', {
    eventHandlers: {
      onSuccessResponse: ({ status_code }) => phone.events.push(`heard ${status_code}`),
    },
  });
  await phone.seen('heard 200');
  await phone.sent('200 OPTIONS');
  await phone.hangUp();
});
