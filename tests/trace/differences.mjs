// Where ours differs from JsSIP on purpose: each makes of a trace of JsSIP's what ours shall be.

const inEachSent = (what, instead) => (trace) => ({
  ...trace,
  sent: trace.sent.map((message) => message.replace(what, instead)),
});
const inThose = (start, what, instead) => (trace) => ({
  ...trace,
  sent: trace.sent.map((message) =>
    message.startsWith(start) ? message.replace(what, instead) : message,
  ),
});

export const all =
  (...differences) =>
  (trace) =>
    differences.reduce((changed, difference) => difference(changed), trace);

/** RFC 3911 is looked at in every INVITE, so every message says so. */
export const joinIsKnown = inEachSent(/(Supported: .*replaces)/, '$1,join');

/** JsSIP tells of an offer before and after it has put the direction in. */
export const anOfferIsToldOnce = (trace) => ({
  ...trace,
  events: trace.events.filter((line, i, lines) => !(isOffer(line) && isOffer(lines[i + 1]))),
});
const isOffer = (line = '') => line.startsWith('call sdp originator:local type:offer');

/** JsSIP has a session timer in every call; ours where the peer asks for it, or agrees. */
export const noTimerUnasked = all(
  inThose('SIP/2.0 200', /\nSession-Expires: 90;refresher=uas/, ''),
  inEachSent(/(\nSession-Expires: 90);refresher=uac/, '$1'),
);

/** RFC 4028 9: whoever refreshes must know it. */
export const theRefresherIsTold = inThose(
  'SIP/2.0 200',
  /\nSession-Expires: .*uac/,
  '\nRequire: timer$&',
);

/** Credentials that the server has accepted are given with the next request, not only when it asks. */
export function credentialsAtOnce(trace) {
  const sent = [];
  const spared = new Map(); // Requests that nobody needs to challenge, by target.
  let refused; // The target of one whose refusal need not be acknowledged.
  trace.sent.forEach((message, i) => {
    const [start] = message.split(' SIP/2.0');
    const target = start.split(' ')[1];
    const count = spared.get(target) ?? 0;
    const isRepeated = trace.sent.slice(i + 1, i + 3).some((next) => next.startsWith(`${start} `));
    if (start === `ACK ${refused}`) refused = undefined;
    else if (sent.some(isGiven) && isRepeated && !isGiven(message)) {
      spared.set(target, count + 1);
      refused = target;
    } else if (count === 0) sent.push(message);
    else {
      const number = (_, cseq) => `CSeq: +${cseq - count} `;
      sent.push(message.replace(kGiven, '').replace(/CSeq: \+(\d+) /, number));
    }
  });
  const challenges = trace.received.filter((kind) => kChallenge.test(kind));
  const isNeeded = (kind, i) =>
    !kChallenge.test(kind) || i === trace.received.indexOf(challenges[0]);
  return { ...trace, sent, received: trace.received.filter(isNeeded) };
}
const kGiven = /^\S*Authorization: .*\n/m;
const kChallenge = /^40[17] /;
const isGiven = (message) => kGiven.test(message);

/** JsSIP forgets inside a call what names were in the INVITE's From and To. */
export const namesAreKept = (header, name) => {
  const isNameless = new RegExp(`\\n${header}: <`);
  const named = `\n${header}: ${name} <`;
  return all(inThose('ACK', isNameless, named), inThose('BYE', isNameless, named));
};

/** RFC 3325 9.2: as others write it. */
export const identityInBrackets = inEachSent(/(P-Preferred-Identity: )(\S+)/, '$1<$2>');

/** RFC 3261 8.2.4, RFC 6665 4.2.2: a REFER begins a subscription, and its requests say where we are. */
export const aReferHasContact = all(
  inThose(
    'SIP/2.0 202',
    /\nFrom: (.*)/,
    '\nContact: <sip:x@x.invalid;transport=ws;ob>\nFrom: $1' + routes(),
  ),
  inThose('NOTIFY', /\nContent-Type/, '\nContact: <sip:x@x.invalid;transport=ws;ob>\nContent-Type'),
  inThose('NOTIFY', /active;expires=300/, 'active;expires=60'),
);
function routes() {
  return ['', ';transport=ws']
    .map((how) => `\nRecord-Route: <sip:127.0.0.1:*${how};r2=on;lr;ftag=*>`)
    .join('');
}

/** RFC 3261 10.2.2: "*" stands alone. */
export const allContactsStandAlone = inEachSent(/(Contact: \*);.*/, '$1');

/** What was announced and refused is taken back, before the call ends of it. */
export const aRefusedHoldIsTakenBack = (trace) => ({
  ...trace,
  events: trace.events.flatMap((line) =>
    line.startsWith('call ended') ? ['call unhold originator:local', line] : [line],
  ),
});

/** Asked for an offer, JsSIP makes one without a line of media, unless it is told what to offer. */
export const anOfferHasMedia = (trace) => ({
  events: trace.events.map((line) => line.replace('sdp:undefined', 'sdp:sendrecv')),
  sent: trace.sent.map((message) => message.replace(/\nv=0\r\n[^]*/, '\nsendrecv sendrecv\n')),
  received: trace.received,
});

/** RFC 5626 4.3: a SUBSCRIBE makes a dialog too, whose requests shall come by this connection. */
export const subscribesByFlow = inThose('SUBSCRIBE', /(\nContact: <.*;transport=ws)>/, '$1;ob>');

/**
 * RFC 3261 12.1.1: its 200 has the route back; names stay as they were in From and To. What remains of the
 * time is rounded down.
 */
export const aSubscriptionIsADialog = all(
  inThose('SIP/2.0 200', /(\nFrom: .*)(\nTo)/, `$1${routes()}$2`),
  inThose('NOTIFY', /\nTo: </, '\nTo: SIPp <'),
  inThose('NOTIFY', /active;expires=600/, 'active;expires=599'),
);
