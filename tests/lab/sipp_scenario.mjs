// What SIPp shall do in a call, step by step, as the XML that it reads:
//
//     callee(gets('INVITE'), replies(180), replies(200, { body: sdp() }), gets('ACK'), …)
//     caller(asks('INVITE', { body: sdp() }, hears(200)), acknowledges(), says('BYE'), hears(200))
//
// SIPp is user "sipp" of Kamailio's domain, and has no media.

import { domain } from './kamailio.mjs';

/** A party that waits to be called, at the port that Kamailio knows. */
export const callee = (...steps) => ({
  isCalled: true,
  xml: written(steps, new Party({ from: `[$to]${kTag}`, to: '[$from]' })),
});

/** A party that calls. */
export const caller = (...steps) => ({
  isCalled: false,
  xml: written(
    steps,
    new Party({ from: `"SIPp" <sip:sipp@${domain}>${kTag}`, to: kThem, tag: '[peer_tag_param]' }),
  ),
});

/** Asks outside of any dialog, with the proxy's challenge answered; then `answers` take what comes back. */
export const asks =
  (method, message, ...answers) =>
  (party) => {
    const start = `${method} sip:[service]@${domain} SIP/2.0`;
    const headers = [`Contact: ${kSelf}`, ...(message?.headers ?? [])];
    const trying = () => {
      if (method === 'INVITE') hears(100, 'optional')(party);
    };
    party.sends(start, method, { ...message, headers });
    trying();
    party.takes('response="407" auth="true"');
    if (method === 'INVITE') acknowledges('refusal')(party);
    party.sends(start, method, { ...message, headers: [...headers, '[authentication]'] });
    trying();
    for (const answer of answers) answer(party);
  };

/** Takes a request. The first one begins the dialog. */
export const gets = (method) => (party) => {
  if (method === 'ACK' && party.status < 300) party.isInside = true;
  // It came with our tag.
  party.isTagged = party.isBegun && method !== 'CANCEL' && method !== 'INVITE';
  if (party.isBegun) return party.takes(`request="${method}"`);
  party.isBegun = true;
  party.takes(
    `request="${method}" rrs="true"`,
    `<action>
      <ereg regexp=".*" search_in="hdr" header="From:" assign_to="from"/>
      <ereg regexp=".*" search_in="hdr" header="To:" assign_to="to"/>
      <ereg regexp=".*" search_in="hdr" header="Via:" occurrence="1" assign_to="via1"/>
      <ereg regexp=".*" search_in="hdr" header="Via:" occurrence="2" assign_to="via2"/>
      <ereg regexp=".*" search_in="hdr" header="Record-Route:" occurrence="1" assign_to="route1"/>
      <ereg regexp=".*" search_in="hdr" header="Record-Route:" occurrence="2" assign_to="route2"/>
      <ereg regexp="[0-9]+" search_in="hdr" header="CSeq:" assign_to="cseq"/>
    </action>`,
  );
};

/**
 * Answers the request that was taken last; or `of: 'INVITE'`, the one that began it all, though others came since.
 * `tag`: as another fork.
 */
export const replies =
  (status, { of, tag = kTag, headers = [], body } = {}) =>
  (party) => {
    party.status = status;
    const isContactGiven = headers.some((line) => line.startsWith('Contact:'));
    const own = isContactGiven ? [kAllow] : [`Contact: ${kSelf}`, kAllow];
    const first = [
      'Via:[$via1]',
      'Via:[$via2]',
      'Record-Route:[$route1]',
      'Record-Route:[$route2]',
    ];
    party.says([
      `SIP/2.0 ${status} ${kPhrases[status]}`,
      ...(of ? first : ['[last_Via:]', '[last_Record-Route:]']),
      ...(of ? ['From:[$from]'] : ['[last_From:]']),
      of ? `To:[$to]${tag}` : `[last_To:]${party.isInside || party.isTagged ? '' : tag}`,
      '[last_Call-ID:]',
      of ? `CSeq: [$cseq] ${of}` : '[last_CSeq:]',
      ...content({ headers: [...own, ...headers], body }),
    ]);
  };

/** What makes a provisional answer one that must be acknowledged (RFC 3262). */
export const reliably = (rseq) => ['Require: 100rel', `RSeq: ${rseq}`];

/** Takes a provisional answer that wants a PRACK, and sends that, `late` milliseconds later. */
export const pracks =
  (status, { late = 0, ...message } = {}) =>
  (party) => {
    party.isInside = true;
    party.takes(
      `response="${status}" rrs="true"`,
      '<action><ereg regexp="[0-9]+" search_in="hdr" header="RSeq:" check_it="true" assign_to="rseq"/></action>',
    );
    if (late > 0) waits(late)(party);
    const rack = `RAck: [$rseq] ${party.inviteCseq} INVITE`;
    says('PRACK', { ...message, headers: [rack] })(party);
    party.takes('response="200"');
  };

/** Lets that many milliseconds pass: they take their time. */
export const waits = (time) => (party) => party.steps.push(`<pause milliseconds="${time}"/>`);

/** Takes a response. */
export const hears =
  (status, optional = '') =>
  (party) => {
    if (status > 100) party.isInside = true;
    party.takes(`response="${status}"`, '', optional && 'optional="true"', 'rrs="true"');
  };

/** Sends a request inside the dialog. */
export const says = (method, message) => (party) =>
  party.sends(`${method} [next_url] SIP/2.0`, method, {
    ...message,
    headers: ['[routes]', `Contact: ${kSelf}`, ...(message?.headers ?? [])],
  });

/** Acknowledges an answer, with a description if that was an offer; or the refusal of the INVITE before. */
export const acknowledges = (message) => (party) => {
  if (message !== 'refusal') {
    return party.sends('ACK [next_url] SIP/2.0', 'ACK', { ...message, headers: ['[routes]'] });
  }
  party.ofInvite('ACK', party.tag);
};

/** Takes its own INVITE back, the first or a later one. */
export const cancels = () => (party) => party.ofInvite('CANCEL', '');

/** The same with a picture. */
export const videoSdp = () => {
  const { type, lines } = sdp();
  const video = ['m=video 40000 UDP/TLS/RTP/SAVPF 96', 'a=mid:1', 'a=rtpmap:96 VP8/90000'];
  const both = lines.map((line) => (line === 'a=group:BUNDLE 0' ? `${line} 1` : line));
  return { type, lines: [...both, ...video, 'a=rtcp-mux', 'a=sendrecv'] };
};

/** A description that a browser takes, with one line of sound. */
export const sdp = (direction = 'sendrecv') => ({
  type: 'application/sdp',
  lines: [
    ...['v=0', 'o=sipp 4711 1 IN IP4 [local_ip]', 's=-', 'c=IN IP4 [media_ip]', 't=0 0'],
    ...['a=group:BUNDLE 0', 'm=audio 40000 UDP/TLS/RTP/SAVPF 111 0', 'a=mid:0'],
    ...['a=rtpmap:111 opus/48000/2', 'a=rtpmap:0 PCMU/8000', 'a=rtcp-mux', 'a=ice-ufrag:sipp'],
    ...['a=ice-pwd:onlysignallingnomediahere', `a=fingerprint:sha-256 ${kFingerprint}`],
    ...['a=setup:actpass', 'a=candidate:1 1 udp 2130706431 [media_ip] 40000 typ host'],
    `a=${direction}`,
  ],
});

export const body = (type, ...lines) => ({ type, lines });

const kFingerprint = Array.from({ length: 32 }, (_, i) => (16 + i).toString(16).toUpperCase()).join(
  ':',
);

const kSelf = '<sip:sipp@[local_ip]:[local_port]>';
const kAllow =
  'Allow: INVITE, ACK, CANCEL, BYE, PRACK, UPDATE, INFO, MESSAGE, OPTIONS, REFER, NOTIFY';
const kThem = `<sip:[service]@${domain}>`;
const kTag = ';tag=[pid]sipp[call_number]';

const kPhrases = {
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  202: 'Accepted',
  302: 'Moved Temporarily',
  401: 'Unauthorized',
  422: 'Session Interval Too Small',
  486: 'Busy Here',
  487: 'Request Terminated',
  481: 'Call Does Not Exist',
  488: 'Not Acceptable Here',
  491: 'Request Pending',
  500: 'Server Internal Error',
  603: 'Decline',
};

/** One end of a call, while its steps are written. */
class Party {
  steps = [];
  isInside = false;
  isTagged = false;
  status = 0;
  #cseq = 0;
  #invite = { cseq: 0, at: 0, isInside: false };

  constructor({ from, to, tag = '' }) {
    Object.assign(this, { from, to, tag, isBegun: tag !== '' });
  }

  sends(start, method, { branch = '[branch]', to, ...message }) {
    const isOfInvite = method === 'ACK' || method === 'CANCEL';
    if (!isOfInvite) this.#cseq += 1;
    if (method === 'INVITE') {
      const isInside = start.includes('[next_url]');
      this.#invite = { cseq: this.#cseq, at: this.steps.length, isInside };
    }
    const head = [
      start,
      `Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${branch}`,
      'Max-Forwards: 70',
      `From: ${this.from}`,
      `To: ${to ?? this.to + (this.isInside ? this.tag : '')}`,
      'Call-ID: [call_id]',
      `CSeq: ${isOfInvite ? this.#invite.cseq : this.#cseq} ${method}`,
    ];
    this.says([...head, ...content(message)], method === 'ACK' ? '' : 'retrans="500"');
  }

  says(lines, how = '') {
    this.steps.push(`<send ${how}><![CDATA[\n${lines.join('\n')}\n]]></send>`);
  }

  takes(what, inside = '', ...how) {
    this.steps.push(`<recv ${[what, ...how].join(' ')}>${inside}</recv>`);
  }

  get inviteCseq() {
    return this.#invite.cseq;
  }

  /** Of the transaction of the INVITE that was sent last (RFC 3261 9.1, 17.1.1.3). */
  ofInvite(method, tag) {
    // SIPp counts back.
    const branch = `[branch-${this.steps.length - this.#invite.at}]`;
    if (this.#invite.isInside) {
      return this.sends(`${method} [next_url] SIP/2.0`, method, { branch, headers: ['[routes]'] });
    }
    const to = `${kThem}${tag}`;
    return this.sends(`${method} sip:[service]@${domain} SIP/2.0`, method, { branch, to });
  }
}

function content({ headers = [], body }) {
  if (!body) return [...headers, 'Content-Length: 0', ''];
  return [...headers, `Content-Type: ${body.type}`, 'Content-Length: [len]', '', ...body.lines];
}

function written(steps, party) {
  for (const step of steps) step(party);
  const variables = party.from.includes('$') ? 'from,to,via1,via2,route1,route2,cseq' : '';
  const used = variables && `<Reference variables="${variables}"/>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<scenario name="trace">
${party.steps.join('\n')}
${used}
</scenario>
`;
}
