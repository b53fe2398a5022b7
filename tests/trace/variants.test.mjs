// What calls and messages meet besides the plain way: forks, edits, refusals by the application.

import {
  asks,
  body,
  callee,
  caller,
  gets,
  hears,
  replies,
  says,
  sdp,
} from '../lab/sipp_scenario.mjs';
import { compare, sippUri } from './bench.mjs';
import { aSubscriptionIsADialog, subscribesByFlow } from './differences.mjs';

compare('two forks ring, and the second one answers', async (phone, sipp) => {
  await phone.connected();
  const of = (fork, message) => ({
    of: 'INVITE',
    tag: `;tag=[pid]${fork}[call_number]`,
    ...message,
  });
  await sipp(
    callee(
      ...[gets('INVITE'), replies(180, of('one')), replies(180, of('two'))],
      ...[replies(200, of('two', { body: sdp() })), gets('ACK'), gets('BYE'), replies(200)],
    ),
  );
  phone.call({}, sippUri);
  await phone.seen('call confirmed');
  await phone.hangUp();
});

compare('what listeners of sdp and sending change goes out', async (phone, sipp) => {
  await phone.connected();
  await sipp(callee(gets('INVITE'), replies(486), gets('ACK')));
  const session = phone.call({ extraHeaders: ['X-Own: 1'] }, sippUri);
  session.on('sdp', (event) => (event.sdp = event.sdp.replace('sendrecv', 'sendonly')));
  session.on('sending', ({ request }) => {
    request.setHeader('X-Set', 'by hand');
    request.extraHeaders.push('X-Pushed: 2');
  });
  await phone.seen('call failed');
});

compare('a MESSAGE of theirs that the application refuses', async (phone, sipp) => {
  await phone.registered();
  phone.ua.on('newMessage', ({ message }) =>
    message.reject({ status_code: 486, reason_phrase: 'Later', extraHeaders: ['X-Own: 1'] }),
  );
  await sipp(caller(asks('MESSAGE', { body: body('text/plain', 'hello') }, hears(486))));
  await phone.sent('486 MESSAGE');
});

const told = (state, text) => ({
  headers: ['Event: check', `Subscription-State: ${state}`],
  ...(text && { body: body('text/plain', text) }),
});

compare(
  'a subscription of ours, told and ended',
  async (phone, sipp) => {
    const granted = (expires) => replies(200, { headers: [`Expires: ${expires}`] });
    await phone.connected();
    await sipp(
      callee(
        ...[gets('SUBSCRIBE'), granted(600), says('NOTIFY', told('active;expires=600', 'here'))],
        ...[hears(200), gets('SUBSCRIBE'), granted(0)],
        ...[says('NOTIFY', told('terminated;reason=timeout', 'gone')), hears(200)],
      ),
    );
    const subscriber = phone.ua.subscribe(sippUri, 'check', 'text/plain', { expires: 600 });
    phone.record(subscriber, 'subscriber');
    subscriber.subscribe();
    await phone.seen('subscriber notify');
    subscriber.terminate();
    await phone.seen('subscriber terminated');
  },
  { expect: subscribesByFlow },
);

compare(
  'a subscription of theirs, told and ended',
  async (phone, sipp) => {
    await phone.registered();
    phone.ua.on('newSubscribe', ({ request }) => {
      const notifier = (phone.notifier = phone.ua.notify(request, 'text/plain', {}));
      phone.record(notifier, 'notifier');
      notifier.once('subscribe', () => setTimeout(() => notifier.notify('here'), 300));
      notifier.start();
    });
    const headers = ['Event: check', 'Expires: 600'];
    await sipp(
      caller(
        asks('SUBSCRIBE', { headers }, hears(200)),
        ...[gets('NOTIFY'), replies(200), gets('NOTIFY'), replies(200)],
      ),
    );
    await phone.received('200 NOTIFY');
    phone.notifier.terminate('gone', 'deactivated');
    await phone.seen('notifier terminated');
    await phone.received('200 NOTIFY', 2);
  },
  { expect: aSubscriptionIsADialog },
);
