// One call through our own API, both phones in one page, each step awaited; resolves with what was
// seen on the way.
import { Phone } from 'ringline';

window.talk = async ({ server, caller: from, callee: to }) => {
  const seen = [];
  const note = (what) => seen.push(what);
  const video = { width: 320, height: 240, frameRate: 15 };

  const caller = new Phone({ server, ...from });
  const callee = new Phone({ server, ...to });
  await Promise.all([caller.start(), callee.start()]);
  note(`${caller.state} ${callee.state}`);

  callee.on('message', ({ from, text }) => note(`message from ${from.user}: ${text}`));
  await caller.message(to.user, 'calling you now');

  const incoming = new Promise((resolve) => callee.on('incoming', resolve));
  const call = await caller.call(to.user, { video });
  const answer = await incoming;
  note(`${answer.direction} from ${answer.remote.user}`);
  await answer.answer({ video });
  await call.answered;
  note(`${call.state} ${answer.state}`);

  await framesArrive(call);
  await framesArrive(answer);
  note('pictures');

  await call.hold();
  note(`${call.state} ${call.held.local}`);
  await call.unhold();
  note(call.state);

  const tone = new Promise((resolve) => answer.on('tone', resolve));
  await call.sendTones('5', { transport: 'info' });
  note(`tone ${(await tone).tone}`);

  await answer.hangup();
  const end = await call.ended;
  note(`ended by ${end.by}: ${end.code}`);

  const refused = await caller
    .call('nobody')
    .then((lost) => lost.answered.catch(({ code }) => code));
  note(refused);

  await Promise.all([caller.stop(), callee.stop()]);
  note(`${caller.state} ${callee.state}`);
  return seen;
};

// Two phones of one account: the first lets the caller see it early, the second takes the call.
window.fork = async ({ server, caller: from, callee: to }) => {
  const video = { width: 320, height: 240, frameRate: 15 };
  const caller = new Phone({ server, ...from });
  const [first, second] = [new Phone({ server, ...to }), new Phone({ server, ...to })];
  await Promise.all([caller, first, second].map((phone) => phone.start()));
  const [heard, taker] = [first, second].map(
    (phone) => new Promise((resolve) => phone.on('incoming', resolve)),
  );
  const call = await caller.call(to.user, { video });
  const early = await heard;
  await early.startEarlyMedia({ video });
  await framesArrive(call);
  const seen = [call.state, early.state];
  const peer = call.peerConnection;

  const taken = await taker;
  await taken.answer({ video });
  await call.answered;
  seen.push((await early.ended).code, call.peerConnection === peer);
  await framesArrive(call);
  await framesArrive(taken);
  seen.push(call.state, taken.state, call.remoteStream.getTracks().length);
  await call.hold();
  seen.push(call.state);
  await taken.hangup();
  seen.push((await call.ended).by);
  await Promise.all([caller, first, second].map((phone) => phone.stop()));
  return seen;
};

/** Pictures before the call is answered, and after; resolves with the states meanwhile. */
window.early = async ({ server, caller: from, callee: to }) => {
  const video = { width: 320, height: 240, frameRate: 15 };
  const [caller, callee] = [from, to].map((account) => new Phone({ server, ...account }));
  await Promise.all([caller, callee].map((phone) => phone.start()));
  const incoming = new Promise((resolve) => callee.on('incoming', resolve));
  const call = await caller.call(to.user, { video });
  const heard = await incoming;
  await heard.startEarlyMedia({ video });
  await framesArrive(call);
  const seen = [call.state, heard.state];
  const peer = call.peerConnection;
  await heard.answer();
  await call.answered;
  await framesArrive(heard);
  seen.push(call.state, heard.state, call.peerConnection === peer, peer.signalingState);
  await call.hold();
  seen.push(heard.held);
  await call.hangup();
  await Promise.all([caller, callee].map((phone) => phone.stop()));
  return seen;
};

async function framesArrive(call) {
  for (const end = performance.now() + 8000; performance.now() < end;) {
    for (const stat of (await call.peerConnection.getStats()).values()) {
      if (stat.type === 'inbound-rtp' && stat.framesDecoded > 0) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no picture was decoded');
}
