// The same scenarios on JsSIP and on ours, with the real core, against the same server: the same
// events with the same fields in the same order, and the same messages on the wire. What differs on
// purpose is said beside its scenario.
import { compare, kContact } from './bench.js';
import { failing, gathering, sdp } from './browser.js';

const isOffer = /^call sdp originator:local type:offer/;

const challenge = {
  'WWW-Authenticate': 'Digest realm="example.com", nonce="abc", qop="auth", algorithm=MD5',
};
const registered = (request: { header(name: string): string }) => ({
  Contact: request.header('Contact'),
});

// ── the account ──────────────────────────────────────────────────────────────────────────────────

compare(
  'register with a challenge, unregister',
  async (bench) => {
    bench.ua.start();
    bench.server.respond(await bench.server.next('REGISTER'), '401 Unauthorized', challenge);
    const again = await bench.server.next('REGISTER');
    bench.server.respond(again, '200 OK', registered(again));
    await bench.seen('ua registered');
    bench.ua.unregister();
    bench.server.respond(await bench.server.next('REGISTER'), '200 OK');
    await bench.seen('ua unregistered');
  },
  { configuration: { register: true } },
);

compare('a registration that is refused, also while registered', async (bench) => {
  await bench.start();
  bench.ua.register();
  bench.server.respond(await bench.server.next('REGISTER'), '403 Forbidden');
  await bench.seen('ua registrationFailed');
  bench.ua.register();
  const request = await bench.server.next('REGISTER');
  bench.server.respond(request, '200 OK', registered(request));
  await bench.seen('ua registered');
  bench.ua.register();
  bench.server.respond(await bench.server.next('REGISTER'), '403 Forbidden');
  await bench.seen('ua unregistered');
});

compare(
  'a registration that is too brief for the registrar',
  async (bench) => {
    bench.ua.start();
    const brief = await bench.server.next('REGISTER');
    bench.server.respond(brief, '423 Interval Too Brief', { 'Min-Expires': '120' });
    const longer = await bench.server.next('REGISTER');
    bench.events.push(`Expires ${longer.header('Expires')}`);
    bench.server.respond(longer, '200 OK', registered(longer));
    await bench.seen('ua registered');
  },
  { configuration: { register: true, register_expires: 60 } },
);

compare('the connection breaks', async (bench) => {
  await bench.start();
  // Ours tries again at once, JsSIP after two seconds.
  bench.ua.on('disconnected', () => (bench.isOver = true));
  bench.server.breaks();
  await bench.seen('ua disconnected');
});

compare('stop', async (bench) => {
  await bench.start();
  bench.ua.stop();
  await bench.seen('ua disconnected');
});

// ── calls of ours ────────────────────────────────────────────────────────────────────────────────

compare('a call that is answered, and ended by us', async (bench) => {
  await bench.start();
  bench.call();
  const invite = await bench.server.next('INVITE');
  bench.server.respond(invite, '100 Trying');
  bench.server.respond(invite, '180 Ringing', kContact);
  await bench.seen('call progress');
  bench.server.respond(invite, '200 OK', kContact, sdp());
  await bench.server.next('ACK');
  await bench.seen('call confirmed');
  bench.session.terminate();
  bench.server.respond(await bench.server.next('BYE'), '200 OK');
  await bench.seen('call ended');
});

compare('early media', async (bench) => {
  await bench.start();
  bench.call();
  const invite = await bench.server.next('INVITE');
  bench.server.respond(invite, '183 Session Progress', kContact, sdp());
  await bench.seen('call progress');
  bench.server.respond(invite, '200 OK', kContact, sdp());
  await bench.server.next('ACK');
  await bench.seen('call confirmed');
});

compare('a call that we cancel', async (bench) => {
  await bench.start();
  bench.call();
  const invite = await bench.server.next('INVITE');
  bench.server.respond(invite, '180 Ringing', kContact);
  await bench.seen('call progress');
  bench.session.terminate();
  bench.server.respond(await bench.server.next('CANCEL'), '200 OK');
  bench.server.respond(invite, '487 Request Terminated');
  await bench.server.next('ACK');
});

compare('a call that is given up before anything is sent', async (bench) => {
  await bench.start();
  bench.call().terminate();
  await bench.seen('call failed');
});

compare('busy', async (bench) => {
  await bench.start();
  bench.call();
  bench.server.respond(await bench.server.next('INVITE'), '486 Busy Here');
  await bench.server.next('ACK');
  await bench.seen('call failed');
});

compare('ready() sends the offer with what is there, once', async (bench) => {
  gathering.isEndless = true;
  await bench.start();
  const session = bench.call();
  session.once('icecandidate', ({ ready }) => {
    ready();
    ready();
  });
  bench.server.respond(await bench.server.next('INVITE'), '486 Busy Here');
  await bench.server.next('ACK');
  await bench.seen('call failed');
});

compare('a proxy’s challenge', async (bench) => {
  await bench.start();
  bench.call();
  const challenged = { 'Proxy-Authenticate': challenge['WWW-Authenticate'] };
  bench.server.respond(
    await bench.server.next('INVITE'),
    '407 Proxy Authentication Required',
    challenged,
  );
  bench.server.respond(await bench.server.next('INVITE'), '404 Not Found');
  await bench.server.next('ACK');
  await bench.seen('call failed');
});

compare('no microphone', async (bench) => {
  await bench.start();
  failing.add('media');
  bench.call();
  await bench.seen('call getusermediafailed');
});

compare('the peer’s answer cannot be used', async (bench) => {
  await bench.start();
  failing.add('setRemote');
  bench.call();
  bench.server.respond(await bench.server.next('INVITE'), '200 OK', kContact, sdp());
  await bench.server.next('BYE');
  await bench.seen('call peerconnection:setremotedescriptionfailed');
});

// ── calls of theirs ──────────────────────────────────────────────────────────────────────────────

compare('a call that we answer, and they end', async (bench) => {
  await bench.start();
  const ok = await bench.answered();
  bench.server.deliver(bench.request('BYE', bench.inside(ok, true)));
  await bench.seen('call ended');
  await bench.server.next('200 BYE');
});

compare('a call that nobody listens for', async (bench) => {
  await bench.start();
  bench.server.deliver(bench.request('INVITE', {}, sdp()));
  await bench.server.next('405 INVITE');
});

compare('a call that is rejected at once', async (bench) => {
  await bench.start();
  bench.onIncoming((session) => session.terminate({ status_code: 486 }));
  bench.server.deliver(bench.request('INVITE', {}, sdp()));
  await bench.server.next('486 INVITE');
});

compare('a call that they cancel', async (bench) => {
  await bench.start();
  bench.onIncoming();
  const invite = bench.request('INVITE', {}, sdp());
  bench.server.deliver(invite);
  await bench.server.next('180 INVITE');
  const [, branch = ''] = /branch=(\S+)/.exec(invite)!;
  const [, number = ''] = /^CSeq: (\d+)/m.exec(invite)!;
  bench.server.deliver(
    bench.request('CANCEL', {
      Via: `SIP/2.0/WS 192.0.2.1;branch=${branch}`,
      CSeq: `${number} CANCEL`,
    }),
  );
  await bench.seen('call failed');
  await bench.server.next('487 INVITE');
});

compare('no microphone to answer with', async (bench) => {
  await bench.start();
  failing.add('media');
  bench.onIncoming((session) => setImmediate(() => session.answer()));
  bench.server.deliver(bench.request('INVITE', {}, sdp()));
  await bench.seen('call getusermediafailed');
  await bench.server.next('480 INVITE');
});

compare('their offer cannot be used', async (bench) => {
  await bench.start();
  failing.add('setRemote');
  bench.onIncoming((session) => setImmediate(() => session.answer()));
  bench.server.deliver(bench.request('INVITE', {}, sdp()));
  await bench.seen('call peerconnection:setremotedescriptionfailed');
  await bench.server.next('488 INVITE');
});

// ── inside a call ────────────────────────────────────────────────────────────────────────────────

compare(
  'hold and unhold',
  async (bench) => {
    await bench.start();
    await bench.established();
    for (const deed of ['hold', 'unhold'] as const) {
      bench.session[deed]({}, () => bench.events.push(`${deed} done`));
      const reinvite = await bench.server.next('INVITE');
      bench.server.respond(
        reinvite,
        '200 OK',
        kContact,
        sdp(deed === 'hold' ? 'recvonly' : 'sendrecv'),
      );
      await bench.seen(`${deed} done`);
      await bench.server.next('ACK');
    }
  },
  {
    // JsSIP tells of an offer before and after it has put the direction in.
    change: (lines) =>
      lines.filter((line, i) => !(isOffer.test(line) && isOffer.test(lines[i + 1] ?? ''))),
  },
);

compare('they hold', async (bench) => {
  await bench.start();
  const invite = await bench.established();
  bench.session.on('reinvite', (event) => {
    event.callback = () => bench.events.push('callback');
  });
  const headers = bench.inside(invite, false);
  for (const direction of ['sendonly', 'sendrecv']) {
    const reinvite = bench.request('INVITE', headers, sdp(direction));
    bench.server.deliver(reinvite);
    await bench.server.next('200 INVITE');
    const [, number = ''] = /^CSeq: (\d+)/m.exec(reinvite)!;
    bench.server.deliver(bench.request('ACK', { ...headers, CSeq: `${number} ACK` }));
  }
  await bench.seen('callback', 2);
});

compare('their re-INVITE is rejected', async (bench) => {
  await bench.start();
  const invite = await bench.established();
  bench.session.on('reinvite', ({ reject }) => reject({ status_code: 488 }));
  bench.server.deliver(bench.request('INVITE', bench.inside(invite, false), sdp()));
  await bench.server.next('488 INVITE');
});

compare('their UPDATE without SDP', async (bench) => {
  await bench.start();
  const invite = await bench.established();
  bench.server.deliver(bench.request('UPDATE', bench.inside(invite, false)));
  await bench.server.next('200 UPDATE');
});

compare('their UPDATE with an offer', async (bench) => {
  await bench.start();
  const invite = await bench.established();
  bench.server.deliver(bench.request('UPDATE', bench.inside(invite, false), sdp('sendonly')));
  await bench.server.next('200 UPDATE');
});

compare('a tone and an INFO, both ways', async (bench) => {
  await bench.start();
  const invite = await bench.established();
  bench.session.sendDTMF('5');
  bench.server.respond(await bench.server.next('INFO'), '200 OK');
  await bench.seen('dtmf succeeded');
  bench.session.sendInfo('text/plain', 'hello');
  bench.server.respond(await bench.server.next('INFO'), '415 Unsupported Media Type');
  await bench.seen('info failed');
  const headers = bench.inside(invite, false);
  const tone = { ...headers, 'Content-Type': 'application/dtmf-relay' };
  bench.server.deliver(bench.request('INFO', tone, 'Signal=9\r\nDuration=160'));
  await bench.server.next('200 INFO');
  bench.server.deliver(bench.request('INFO', { ...headers, 'Content-Type': 'text/plain' }, 'hey'));
  await bench.server.next('200 INFO');
});

// ── outside calls ────────────────────────────────────────────────────────────────────────────────

compare('MESSAGE and OPTIONS, both ways', async (bench) => {
  await bench.start();
  bench.ua.sendMessage('bob', 'hello');
  bench.server.respond(await bench.server.next('MESSAGE'), '200 OK');
  await bench.seen('message succeeded');
  bench.ua.sendOptions('bob');
  bench.server.respond(await bench.server.next('OPTIONS'), '404 Not Found');
  await bench.seen('message failed');
  bench.ua.on('newMessage', () => {});
  bench.ua.on('newOptions', ({ originator, message }) => {
    if (originator === 'remote') message.reject({ status_code: 480 });
  });
  bench.server.deliver(bench.request('MESSAGE', { 'Content-Type': 'text/plain' }, 'hi'));
  await bench.server.next('200 MESSAGE');
  bench.server.deliver(bench.request('OPTIONS'));
  await bench.server.next('480 OPTIONS');
});

compare('messages that nobody listens for', async (bench) => {
  await bench.start();
  for (const [method, status] of Object.entries({
    MESSAGE: 405,
    OPTIONS: 200,
    PUBLISH: 405,
    NOTIFY: 200,
  })) {
    bench.server.deliver(bench.request(method, { Event: 'check-sync' }));
    await bench.server.next(`${status} ${method}`);
  }
});

// ── transfer ─────────────────────────────────────────────────────────────────────────────────────

compare('a transfer that we ask for', async (bench) => {
  await bench.start();
  const invite = await bench.established();
  const subscriber = bench.session.refer('carol');
  if (subscriber) bench.record(subscriber, 'refer');
  const refer = await bench.server.next('REFER');
  bench.server.respond(refer, '202 Accepted');
  await bench.seen('refer requestSucceeded');
  for (const [status, state] of [
    ['100 Trying', 'active'],
    ['180 Ringing', 'active'],
    ['200 OK', 'terminated'],
  ] as const) {
    const headers = {
      ...bench.inside(invite, false),
      Event: `refer;id=${Number.parseInt(refer.header('CSeq'), 10)}`,
      'Subscription-State': state,
      'Content-Type': 'message/sipfrag',
    };
    bench.server.deliver(bench.request('NOTIFY', headers, `SIP/2.0 ${status}`));
    await bench.server.next('200 NOTIFY');
  }
  await bench.seen('refer accepted');
});

compare('a transfer that is refused', async (bench) => {
  await bench.start();
  await bench.established();
  const subscriber = bench.session.refer('carol');
  if (subscriber) bench.record(subscriber, 'refer');
  bench.server.respond(await bench.server.next('REFER'), '603 Decline');
  await bench.seen('refer requestFailed');
});

compare('a transfer that is challenged', async (bench) => {
  await bench.start();
  await bench.established();
  const subscriber = bench.session.refer('carol');
  if (subscriber) bench.record(subscriber, 'refer');
  bench.server.respond(await bench.server.next('REFER'), '401 Unauthorized', challenge);
  const again = await bench.server.next('REFER');
  bench.server.respond(again, '202 Accepted');
  await bench.seen('refer requestSucceeded');
  const id = subscriber && subscriber.id;
  bench.events.push(String(id === Number.parseInt(again.header('CSeq'), 10)));
});

compare('a request of the application’s own that is challenged', async (bench) => {
  await bench.start();
  await bench.established();
  const note = (what: string) => bench.events.push(what);
  const request = bench.session.sendRequest('INFO', {
    eventHandlers: {
      onAuthenticated: ({ cseq }) => note(`authenticated ${cseq - first}`),
      onSuccessResponse: ({ status_code }) => note(`success ${status_code}`),
    },
  });
  const first = request.cseq;
  bench.server.respond(await bench.server.next('INFO'), '401 Unauthorized', challenge);
  bench.server.respond(await bench.server.next('INFO'), '200 OK');
  await bench.seen('success');
});

compare('a transfer that they ask for', async (bench) => {
  await bench.start();
  const invite = await bench.established();
  bench.session.on('refer', ({ accept }) => accept((session) => bench.record(session, 'third')));
  const headers = { ...bench.inside(invite, false), 'Refer-To': '<sip:carol@example.com>' };
  bench.server.deliver(bench.request('REFER', headers));
  await bench.server.next('202 REFER');
  bench.server.respond(await bench.server.next('NOTIFY'), '200 OK');
  const second = await bench.server.next('INVITE');
  bench.server.respond(second, '180 Ringing', kContact);
  bench.server.respond(await bench.server.next('NOTIFY'), '200 OK');
  bench.server.respond(second, '486 Busy Here');
  bench.server.respond(await bench.server.next('NOTIFY'), '200 OK');
  await bench.seen('third failed');
});
