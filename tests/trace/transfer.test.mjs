// Transfers, asked for by either end.

import { body, callee, gets, hears, replies, says, sdp } from '../lab/sipp_scenario.mjs';
import { compare, sippUri } from './bench.mjs';
import { all, aReferHasContact, credentialsAtOnce } from './differences.mjs';

const answered = [gets('INVITE'), replies(200, { body: sdp() }), gets('ACK')];
const fares = (status, state) => [
  says('NOTIFY', {
    headers: ['Event: refer', `Subscription-State: ${state}`],
    body: body('message/sipfrag;version=2.0', `SIP/2.0 ${status}`),
  }),
  hears(200),
];

/** `onRefer` is there before anything can come. */
async function established(phone, sipp, steps, onRefer = () => {}) {
  await phone.connected();
  await sipp(callee(...answered, ...steps, gets('BYE'), replies(200)));
  phone.call({}, sippUri).on('refer', onRefer);
  await phone.seen('call confirmed');
}

compare('we ask, and it succeeds', async (phone, sipp) => {
  await established(phone, sipp, [
    ...[gets('REFER'), replies(202)],
    ...fares('100 Trying', 'active;expires=60'),
    ...fares('180 Ringing', 'active;expires=60'),
    ...fares('200 OK', 'terminated;reason=noresource'),
  ]);
  phone.record(phone.session.refer('sip:carol@lab.test'), 'refer');
  await phone.seen('refer accepted');
  await phone.hangUp();
});

compare('we ask, and it is refused', async (phone, sipp) => {
  await established(phone, sipp, [gets('REFER'), replies(603)]);
  phone.record(phone.session.refer('sip:carol@lab.test'), 'refer');
  await phone.seen('refer requestFailed');
  await phone.hangUp();
});

const asks = [says('REFER', { headers: ['Refer-To: <sip:nobody@lab.test>'] }), hears(202)];
const isTold = [gets('NOTIFY'), replies(200)];

compare(
  'they ask, and it fails',
  async (phone, sipp) => {
    await established(phone, sipp, [...asks, ...isTold, ...isTold], ({ accept }) =>
      accept((session) => phone.record(session, 'third')),
    );
    await phone.seen('third failed');
    await phone.received('200 NOTIFY', 2);
    await phone.hangUp();
  },
  { expect: all(credentialsAtOnce, aReferHasContact) },
);

compare(
  'they ask, and we refuse',
  async (phone, sipp) => {
    await established(phone, sipp, [...asks, ...isTold, ...isTold], ({ reject }) => reject());
    await phone.received('200 NOTIFY', 2);
    await phone.hangUp();
  },
  { expect: aReferHasContact },
);
