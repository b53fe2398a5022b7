// Calls of ours to SIPp.

import { callee, gets, hears, replies, says, sdp, waits } from '../lab/sipp_scenario.mjs';
import { compare, sippUri } from './bench.mjs';
import { identityInBrackets, namesAreKept } from './differences.mjs';

const rings = [gets('INVITE'), replies(180)];
const answers = [...rings, replies(200, { body: sdp() }), gets('ACK')];

compare('our call: answered, and ended by us', async (phone, sipp) => {
  await phone.connected();
  await sipp(callee(...answers, gets('BYE'), replies(200)));
  phone.call({}, sippUri);
  await phone.seen('call confirmed');
  await phone.hangUp();
});

compare('our call: answered, and ended by them', async (phone, sipp) => {
  await phone.connected();
  await sipp(callee(...answers, says('BYE'), hears(200)));
  phone.call({}, sippUri);
  await phone.seen('call ended');
});

compare(
  'our call: answered, and ended by us for a reason',
  async (phone, sipp) => {
    await phone.connected();
    await sipp(callee(...answers, gets('BYE'), replies(200)));
    phone.call({ extraHeaders: ['X-Own: value'], fromDisplayName: 'Somebody' }, sippUri);
    await phone.seen('call confirmed');
    await phone.hangUp({
      status_code: 480,
      reason_phrase: 'Gone',
      extraHeaders: ['X-Own: bye'],
    });
  },
  { expect: namesAreKept('From', 'Somebody') },
);

compare('busy', async (phone, sipp) => {
  await phone.connected();
  await sipp(callee(gets('INVITE'), replies(486), gets('ACK')));
  phone.call({}, sippUri);
  await phone.seen('call failed');
});

compare('moved', async (phone, sipp) => {
  await phone.connected();
  const headers = ['Contact: <sip:carol@lab.test>'];
  await sipp(callee(gets('INVITE'), replies(302, { headers }), gets('ACK')));
  phone.call({}, sippUri);
  await phone.seen('call failed');
});

compare('nobody there', async (phone) => {
  await phone.connected();
  phone.call({}, 'sip:nobody@lab.test');
  await phone.seen('call failed');
});

compare('early media, then the answer', async (phone, sipp) => {
  await phone.connected();
  const early = replies(183, { body: sdp() });
  const answered = [waits(100), replies(200, { body: sdp() }), gets('ACK')];
  await sipp(callee(gets('INVITE'), early, ...answered, gets('BYE'), replies(200)));
  phone.call({}, sippUri);
  await phone.seen('call confirmed');
  await phone.hangUp();
});

compare('called back while it rings', async (phone, sipp) => {
  await phone.connected();
  const canceled = [gets('CANCEL'), replies(200), replies(487, { of: 'INVITE' }), gets('ACK')];
  await sipp(callee(...rings, ...canceled));
  phone.call({}, sippUri);
  await phone.seen('call progress');
  phone.session.terminate({ status_code: 200, reason_phrase: 'elsewhere' });
  await phone.seen('call failed');
  await phone.sent('ACK', 2);
});

compare(
  'anonymous, which this server refuses',
  async (phone) => {
    await phone.connected();
    phone.call({ anonymous: true }, sippUri);
    await phone.seen('call failed');
  },
  { expect: identityInBrackets },
);
