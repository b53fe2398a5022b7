// Registration, and what is sent outside of calls.

import { asks, body, callee, caller, gets, hears, replies } from '../lab/sipp_scenario.mjs';
import { compare, sippUri } from './bench.mjs';
import { all, allContactsStandAlone, credentialsAtOnce } from './differences.mjs';

compare(
  'register with digest, refresh, unregister',
  async (phone) => {
    await phone.registered();
    phone.ua.register();
    await phone.received('200 REGISTER', 2);
    phone.ua.unregister();
    await phone.seen('ua unregistered');
    phone.ua.stop();
    await phone.seen('ua disconnected');
  },
  { expect: credentialsAtOnce },
);

compare(
  'register with what the application adds',
  async (phone) => {
    const registrator = phone.ua.registrator();
    registrator.setExtraHeaders(['X-Own: value']);
    registrator.setExtraContactParams({ flag: null, 'own-param': 'value' });
    await phone.registered();
    phone.ua.unregister({ all: true });
    await phone.seen('ua unregistered');
  },
  { expect: all(credentialsAtOnce, allContactsStandAlone) },
);

compare(
  'a wrong password',
  async (phone) => {
    await phone.connected();
    phone.ua.register();
    await phone.seen('ua registrationFailed');
  },
  { configuration: { password: 'guessed' } },
);

compare('a MESSAGE of ours', async (phone, sipp) => {
  await phone.connected();
  await sipp(callee(gets('MESSAGE'), replies(200)));
  phone.ua.sendMessage(sippUri, 'hello', { extraHeaders: ['X-Own: value'] });
  await phone.seen('message succeeded');
});

compare('a MESSAGE of ours that is refused', async (phone, sipp) => {
  await phone.connected();
  await sipp(callee(gets('MESSAGE'), replies(486)));
  phone.ua.sendMessage(sippUri, 'hello', { contentType: 'text/html' });
  await phone.seen('message failed');
});

compare('OPTIONS of ours', async (phone, sipp) => {
  await phone.connected();
  await sipp(callee(gets('OPTIONS'), replies(200)));
  phone.ua.sendOptions(sippUri);
  await phone.seen('message succeeded');
});

const text = { body: body('text/plain', 'hello') };

compare('a MESSAGE of theirs, heard and unheard', async (phone, sipp) => {
  await phone.registered();
  await sipp(caller(asks('MESSAGE', text, hears(405))));
  await phone.sent('405 MESSAGE');
  phone.ua.on('newMessage', ({ request }) => phone.events.push(request.body));
  await sipp(caller(asks('MESSAGE', text, hears(200))));
  await phone.sent('200 MESSAGE');
});

compare('OPTIONS of theirs, heard and unheard', async (phone, sipp) => {
  await phone.registered();
  await sipp(caller(asks('OPTIONS', {}, hears(200))));
  await phone.sent('200 OPTIONS');
  phone.ua.on('newOptions', ({ message }) => message.reject({ status_code: 480 }));
  await sipp(caller(asks('OPTIONS', {}, hears(480))));
  await phone.sent('480 OPTIONS');
});

compare('a call that nobody listens for', async (phone, sipp) => {
  await phone.registered();
  await sipp(caller(asks('INVITE', {}, hears(405))));
  await phone.sent('405 INVITE');
});
