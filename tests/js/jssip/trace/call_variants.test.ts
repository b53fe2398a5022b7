// What calls meet besides the plain way, on JsSIP and on ours: other servers' answers, edits by the
// application, calls that replace others, transfers that succeed.
import { type Bench, compare, kContact } from './bench.js';
import { sdp } from './browser.js';

// ── before the answer ────────────────────────────────────────────────────────────────────────────

for (const status of ['300 Multiple Choices', '301 Moved Permanently', '380 Alternative Service']) {
  compare(`a call that is sent elsewhere: ${status}`, async (bench) => {
    await bench.start();
    bench.call();
    bench.server.respond(await bench.server.next('INVITE'), status, {
      Contact: '<sip:carol@example.com>',
    });
    await bench.server.next('ACK');
    await bench.seen('call failed');
  });
}

for (const status of [
  ...['400 Bad Request', '403 Forbidden', '404 Not Found', '408 Request Timeout', '410 Gone'],
  ...['415 Unsupported Media Type', '420 Bad Extension', '424 Bad Location', '480 Unavailable'],
  ...['484 Address Incomplete', '488 Not Acceptable Here', '500 Server Error', '503 Unavailable'],
  ...['600 Busy Everywhere', '603 Decline', '604 Nowhere', '606 Not Acceptable'],
]) {
  compare(`a call that is refused: ${status}`, async (bench) => {
    await bench.start();
    bench.call();
    bench.server.respond(await bench.server.next('INVITE'), status);
    await bench.server.next('ACK');
    await bench.seen('call failed');
  });
}

compare('they cannot be found by one fork, and ring at another', async (bench) => {
  await bench.start();
  bench.call();
  const invite = await bench.server.next('INVITE');
  const of = (tag: string) => ({ ...kContact, To: `${invite.header('To')};tag=${tag}` });
  bench.server.respond(invite, '180 Ringing', of('one'));
  bench.server.respond(invite, '180 Ringing', of('two'));
  await bench.seen('call progress', 2);
  bench.server.respond(invite, '200 OK', of('two'), sdp());
  await bench.server.next('ACK');
  await bench.seen('call confirmed');
  bench.events.push(`talks to ${String(bench.session.remote_identity.uri)}`);
});

// ── edits ────────────────────────────────────────────────────────────────────────────────────────

compare('what listeners of sdp and sending change goes out', async (bench) => {
  await bench.start();
  const session = bench.call({ extraHeaders: ['X-Own: 1', 'X-Gone: 1'] });
  session.on('sdp', (event) => {
    if (event.originator === 'local') event.sdp += 'a=edited:1\r\n';
  });
  session.on('sending', ({ request }) => {
    request.setHeader('X-Set', 'by hand');
    request.extraHeaders.push('X-Pushed: 2');
    request.body = request.body.replace('a=edited:1', 'a=edited:2');
  });
  const invite = await bench.server.next('INVITE');
  for (const name of ['X-Own', 'X-Gone', 'X-Set', 'X-Pushed']) {
    bench.events.push(`${name}: ${invite.header(name)}`);
  }
  bench.events.push(/a=edited:\d/.exec(invite.body)?.[0] ?? 'not edited');
  bench.server.respond(invite, '486 Busy Here');
  await bench.seen('call failed');
});

compare('a description of theirs, as a listener of sdp has it', async (bench) => {
  await bench.start();
  const session = bench.call();
  session.on('sdp', (event) => {
    if (event.originator === 'remote') event.sdp = event.sdp.replace('sendrecv', 'sendonly');
  });
  bench.server.respond(await bench.server.next('INVITE'), '200 OK', kContact, sdp());
  await bench.seen('call confirmed');
  const { remoteDescription } = session.connection as unknown as RTCPeerConnection;
  bench.events.push(/a=send\w+/.exec(remoteDescription!.sdp)![0]);
});

compare('what a listener of sdp changes in an answer of ours', async (bench) => {
  await bench.start();
  bench.onIncoming((session) => {
    session.on('sdp', (event) => {
      if (event.type === 'answer') event.sdp += 'a=edited:1\r\n';
    });
    setImmediate(() => session.answer({ extraHeaders: ['X-Own: 1'] }));
  });
  bench.server.deliver(bench.request('INVITE', {}, sdp()));
  const ok = await bench.server.next('200 INVITE');
  bench.events.push(`${ok.header('X-Own')} ${/a=edited:\d/.exec(ok.body)?.[0]}`);
});

// ── a call in the place of another ───────────────────────────────────────────────────────────────

/** An INVITE of theirs that would replace our call. */
function replacing(bench: Bench, invite: { header(name: string): string }): string {
  const { 'Call-ID': call, From: remote, To: local } = bench.inside(invite, false);
  const tagOf = (address: string) => /;tag=([^;]+)/.exec(address)![1];
  const headers = {
    'Call-ID': 'another',
    Replaces: `${call};to-tag=${tagOf(local!)};from-tag=${tagOf(remote!)}`,
  };
  return bench.request('INVITE', headers, sdp());
}

compare('a call that replaces ours: accepted', async (bench) => {
  await bench.start();
  const invite = await bench.established();
  bench.ua.on('newRTCSession', () => {});
  bench.session.on('replaces', ({ accept }) =>
    accept((session) => {
      bench.record(session, 'other');
      setImmediate(() => session.answer());
    }),
  );
  const other = replacing(bench, invite);
  bench.server.deliver(other);
  const ok = await bench.server.next('200 INVITE');
  const [cseq] = /^CSeq: (\d+)/m.exec(other)!.slice(1);
  bench.server.deliver(bench.request('ACK', { ...bench.inside(ok, true), CSeq: `${cseq} ACK` }));
  await bench.seen('other confirmed');
  bench.server.respond(await bench.server.next('BYE'), '200 OK');
  await bench.seen('call ended');
});

compare('a call that replaces ours: rejected', async (bench) => {
  await bench.start();
  const invite = await bench.established();
  // Who would be told of the new call.
  bench.ua.on('newRTCSession', () => {});
  bench.session.on('replaces', ({ reject }) => reject());
  bench.server.deliver(replacing(bench, invite));
  await bench.server.next('486 INVITE');
});

compare('a call that would replace one that is not there', async (bench) => {
  await bench.start();
  bench.onIncoming();
  const headers = { Replaces: 'nothing;to-tag=a;from-tag=b' };
  bench.server.deliver(bench.request('INVITE', headers, sdp()));
  await bench.server.next('481 INVITE');
});

// ── transfer ─────────────────────────────────────────────────────────────────────────────────────

compare(
  'a transfer that they ask for, and that succeeds',
  async (bench) => {
    await bench.start();
    const invite = await bench.established();
    bench.session.on('refer', ({ accept }) =>
      accept((session) => bench.record(session, 'third'), { extraHeaders: ['X-Own: 1'] }),
    );
    const headers = { ...bench.inside(invite, false), 'Refer-To': '<sip:carol@example.com>' };
    bench.server.deliver(bench.request('REFER', headers));
    await bench.server.next('202 REFER');
    const notes: string[] = [];
    const said = async () => {
      const notify = await bench.server.next('NOTIFY');
      const [state] = notify.header('Subscription-State').split(';');
      notes.push(`says ${state} ${notify.body.trim()}`);
      bench.server.respond(notify, '200 OK');
    };
    await said();
    const second = await bench.server.next('INVITE');
    notes.push(`with ${second.header('X-Own')}`);
    bench.server.respond(second, '180 Ringing', kContact);
    await said();
    bench.server.respond(second, '200 OK', kContact, sdp());
    await said();
    await bench.seen('third confirmed');
    bench.events.push(...notes);
  },
  // The ACK goes out at once.
  { change: (lines) => [...lines.slice(0, -2), lines.at(-1)!, lines.at(-2)!] },
);

compare('a transfer that they ask for, and that we reject', async (bench) => {
  await bench.start();
  const invite = await bench.established();
  bench.session.on('refer', ({ reject }) => reject());
  const headers = { ...bench.inside(invite, false), 'Refer-To': '<sip:carol@example.com>' };
  bench.server.deliver(bench.request('REFER', headers));
  await bench.server.next('202 REFER');
  bench.server.respond(await bench.server.next('NOTIFY'), '200 OK');
  const last = await bench.server.next('NOTIFY');
  bench.events.push(last.body.trim());
  bench.server.respond(last, '200 OK');
});

compare('a transfer without a place to go to', async (bench) => {
  await bench.start();
  const invite = await bench.established();
  bench.server.deliver(bench.request('REFER', bench.inside(invite, false)));
  await bench.server.next('400 REFER');
});

compare('a transfer to the other end of another call', async (bench) => {
  await bench.start();
  await bench.established();
  const consulted = bench.session;
  bench.call({}, 'carol');
  const invite = await bench.server.next('INVITE');
  bench.server.respond(invite, '200 OK', kContact, sdp());
  await bench.seen('call confirmed', 2);
  bench.session.refer('bob', { replaces: consulted });
  const refer = await bench.server.next('REFER');
  bench.events.push(
    refer
      .header('Refer-To')
      .replace(consulted._request.call_id, 'id')
      .replace(/tag%3D\w+/g, 'tag'),
  );
});
