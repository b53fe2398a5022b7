// SIPp's scenarios, one for each row and role. SIPp follows its script alone; where it has to wait
// for the story, the script waits for an OPTIONS of the same Call-ID, which the peer sends straight
// to it: go(). What such an OPTIONS says under Refer-To, a REFER may use.

import { domain } from '../../lab/kamailio.mjs';

/** The scenario as XML. `call` is {target, port, replaces}: whom to call, and where RTP is taken. */
export function scenario(row, role, call) {
  const steps = (role === 'caller' ? caller : callee)[row](call).flat(9).join('\n');
  // SIPp refuses a script that keeps what it does not use.
  const saved = new Set([...steps.matchAll(/assign_to="(\w+)"/g)].map(([, name]) => name));
  return `<?xml version="1.0" encoding="UTF-8"?>
<scenario name="${row} ${role}">
${steps}
${saved.size > 0 ? `<Reference variables="${[...saved].join()}"/>` : ''}
</scenario>
`;
}

// ---- words

/** `end` closes the headers; what has a body ends with it. */
const send = (lines, attributes = '', end = '\n\n') =>
  `<send${attributes}><![CDATA[\n${lines.flat(9).join('\n')}${end}]]></send>`;

const sendSdp = (lines, port, direction, type, version, attributes) =>
  send(
    [
      lines,
      'Content-Type: application/sdp',
      'Content-Length: [len]',
      '',
      'v=0',
      `o=sipp 4711 ${version} IN IP4 [local_ip]`,
      's=-',
      'c=IN IP4 [local_ip]',
      't=0 0',
      `m=audio ${port} RTP/AVP 0 ${type}`,
      'a=rtpmap:0 PCMU/8000',
      `a=rtpmap:${type} telephone-event/8000`,
      `a=fmtp:${type} 0-15`,
      `a=${direction}`,
    ],
    attributes,
  );

const receive = (what, save = '', attributes = '') => `<recv ${what}${attributes}>${save}</recv>`;
const request = (method, save, attributes) => receive(`request="${method}"`, save, attributes);
const response = (status, save, attributes) => receive(`response="${status}"`, save, attributes);
const maybe = (status) => response(status, '', ' optional="true"');

const keep = (header, name, occurrence = 1) =>
  `<ereg regexp=".*" search_in="hdr" header="${header}:" occurrence="${occurrence}" assign_to="${name}"/>`;
const keeping = (...all) => `<action>${all.join('')}</action>`;

/** Waits for go(). */
const gate = () => request('OPTIONS', keeping(keep('Refer-To', 'target')));

const branch = (cseq) => `z9hG4bK[pid]x[call_number]x${cseq}`;
const tag = '[pid]sipp[call_number]';

/** The payload type of telephone-events: ours in our offers, Chromium's in our answers. */
export const eventTypes = { caller: 101, callee: 126 };

// ---- as caller

const from = `From: <sip:sipp@${domain}>;tag=${tag}`;
const contact = 'Contact: <sip:sipp@[local_ip]:[local_port]>';
const empty = 'Content-Length: 0';

const outside = (method, target, cseq) => [
  `${method} ${target} SIP/2.0`,
  `Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${branch(cseq)}`,
  'Max-Forwards: 70',
  from,
  `To: <${target}>`,
  'Call-ID: [call_id]',
  `CSeq: ${cseq} ${method}`,
  ...(method === 'INVITE' ? [contact, 'Supported: replaces'] : []),
];

/** INVITE, challenged and sent again; ends where it has been sent. */
const invites = ({ target, port, replaces }) => [
  sendSdp(outside('INVITE', target, 1), port, 'sendrecv', 101, 1, ' retrans="500"'),
  maybe(100),
  receive('response="407"', '', ' auth="true"'),
  send([outside('ACK', target, 1).map(withPeerTag), empty]),
  sendSdp(
    [
      outside('INVITE', target, 2),
      '[authentication]',
      ...(replaces ? [`Replaces: ${replaces}`] : []),
    ],
    port,
    'sendrecv',
    101,
    1,
    ' retrans="500"',
  ),
  maybe(100),
];

const withPeerTag = (line) => (line.startsWith('To:') ? `${line}[peer_tag_param]` : line);

const inside = (method, cseq, ours = true) => [
  `${method} [next_url] SIP/2.0`,
  `Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${branch(`${cseq}${method}`)}`,
  '[routes]',
  'Max-Forwards: 70',
  ours ? from : `From:[$local];tag=${tag}`,
  'To:[$remote]',
  'Call-ID: [call_id]',
  `CSeq: ${cseq} ${method}`,
  contact,
];

const ok = (...more) =>
  send([
    'SIP/2.0 200 OK',
    '[last_Via:]',
    '[last_Record-Route:]',
    '[last_From:]',
    '[last_To:]',
    '[last_Call-ID:]',
    '[last_CSeq:]',
    contact,
    ...more,
    empty,
  ]);

const connects = (call) => [
  invites(call),
  maybe(180),
  response(200, keeping(keep('To', 'remote')), ' rrs="true"'),
  send([inside('ACK', 2), empty]),
];

const hangsUp = (cseq) => [
  gate(),
  send([inside('BYE', cseq), empty], ' retrans="500"'),
  response(200),
];

const reinvites = ({ port }, cseq, direction) => [
  gate(),
  sendSdp(inside('INVITE', cseq), port, direction, 101, cseq, ' retrans="500"'),
  maybe(100),
  response(200),
  send([inside('ACK', cseq), empty]),
];

const sendsInfo = (cseq, key) => [
  gate(),
  send(
    [
      inside('INFO', cseq),
      'Content-Type: application/dtmf-relay',
      'Content-Length: [len]',
      '',
      `Signal=${key}`,
      'Duration=200',
    ],
    ' retrans="500"',
  ),
  response(200),
];

/** REFER, then NOTIFY after NOTIFY until one says 200. */
const refers = (cseq) => [
  gate(),
  send([inside('REFER', cseq), 'Refer-To:[$target]', empty], ' retrans="500"'),
  response(202),
  '<label id="1"/>',
  request('NOTIFY', keeping('<ereg regexp="SIP/2.0 200" search_in="msg" assign_to="done"/>')),
  ok().replace('<send>', '<send next="2" test="done">'),
  '<nop next="1"/>',
  '<label id="2"/>',
];

const caller = {
  call: (call) => [connects(call), hangsUp(3)],
  dtmf: (call) => [connects(call), hangsUp(3)],
  hold: (call) => [
    connects(call),
    reinvites(call, 3, 'sendonly'),
    reinvites(call, 4, 'sendrecv'),
    hangsUp(5),
  ],
  info: (call) => [connects(call), sendsInfo(3, '5'), sendsInfo(4, '#'), hangsUp(5)],
  blind: (call) => [connects(call), refers(3), hangsUp(4)],
  attended: (call) => [connects(call), reinvites(call, 3, 'sendonly'), refers(4), hangsUp(5)],
  /** The call with the third phone, which the transfer ends. */
  consulting: (call) => [connects(call), request('BYE'), ok()],
  /** The call that a REFER asks for. */
  referred: (call) => [connects(call), request('BYE'), ok()],
  message: ({ target, text }) => {
    const body = ['Content-Type: text/plain;charset=UTF-8', 'Content-Length: [len]', '', text];
    return [
      send([outside('MESSAGE', target, 1), body], ' retrans="500"', ''),
      receive('response="407"', '', ' auth="true"'),
      send([outside('MESSAGE', target, 2), '[authentication]', body], ' retrans="500"', ''),
      response(200),
    ];
  },
  cancel: (call) => [
    invites(call),
    response(180),
    gate(),
    send([outside('CANCEL', call.target, 2), empty], ' retrans="500"'),
    // Kamailio's 200 to CANCEL and the callee's 487 come in any order.
    maybe(200),
    response(487),
    send([outside('ACK', call.target, 2).map(withPeerTag), empty]),
  ],
  reject: (call) => [
    invites(call),
    maybe(180),
    response(486),
    send([outside('ACK', call.target, 2).map(withPeerTag), empty]),
  ],
};

// ---- as callee

const rings = () =>
  request(
    'INVITE',
    keeping(
      ...[keep('Via', 'via1'), keep('Via', 'via2', 2)],
      ...[keep('Record-Route', 'route1'), keep('Record-Route', 'route2', 2)],
      ...[keep('From', 'remote'), keep('To', 'local'), keep('CSeq', 'cseq')],
    ),
    ' rrs="true"',
  );

/** A response to the INVITE, also when something else has come since. */
const status = (line) => [
  `SIP/2.0 ${line}`,
  'Via:[$via1]',
  'Via:[$via2]',
  'Record-Route:[$route1]',
  'Record-Route:[$route2]',
  'From:[$remote]',
  `To:[$local];tag=${tag}`,
  'Call-ID: [call_id]',
  'CSeq:[$cseq]',
  contact,
];

const ringing = () => send([status('180 Ringing'), empty]);

const answers = ({ port }) => [
  gate(),
  sendSdp(
    [status('200 OK'), 'Allow: INVITE, ACK, BYE, CANCEL, INFO, REFER, NOTIFY'],
    ...[port, 'sendrecv', 126, 1, ' retrans="500"'],
  ),
  request('ACK'),
];

const isHungUp = () => [request('BYE'), ok()];

const isReinvited = ({ port }, version, direction) => [
  request('INVITE'),
  sendSdp(
    [
      'SIP/2.0 200 OK',
      '[last_Via:]',
      '[last_Record-Route:]',
      '[last_From:]',
      '[last_To:]',
      '[last_Call-ID:]',
      '[last_CSeq:]',
      contact,
    ],
    ...[port, direction, 126, version, ' retrans="500"'],
  ),
  request('ACK'),
];

const notifies = (cseq, state, line) => [
  send(
    [
      inside('NOTIFY', cseq, false),
      'Event: refer',
      `Subscription-State: ${state}`,
      'Content-Type: message/sipfrag',
      'Content-Length: [len]',
      '',
      `SIP/2.0 ${line}`,
    ],
    ' retrans="500"',
  ),
  response(200),
];

const isReferred = () => [
  request('REFER'),
  ok().replace('200 OK', '202 Accepted'),
  notifies(1, 'active;expires=60', '100 Trying'),
  gate(),
  notifies(2, 'terminated;reason=noresource', '200 OK'),
];

const talks = (call) => [rings(), ringing(), answers(call)];

const callee = {
  call: (call) => [talks(call), isHungUp()],
  dtmf: (call) => [talks(call), isHungUp()],
  early: (call) => [
    rings(),
    sendSdp(status('183 Session Progress'), call.port, 'sendrecv', 126, 1),
    answers(call),
    isHungUp(),
  ],
  hold: (call) => [
    talks(call),
    isReinvited(call, 2, 'recvonly'),
    isReinvited(call, 3, 'sendrecv'),
    isHungUp(),
  ],
  info: (call) => [talks(call), request('INFO'), ok(), request('INFO'), ok(), isHungUp()],
  blind: (call) => [talks(call), isReferred(), isHungUp()],
  attended: (call) => [talks(call), isReinvited(call, 2, 'recvonly'), isReferred(), isHungUp()],
  message: () => [request('MESSAGE'), ok()],
  cancel: () => [
    rings(),
    ringing(),
    request('CANCEL'),
    ok(),
    send([status('487 Request Terminated'), empty], ' retrans="500"'),
    request('ACK'),
  ],
  reject: () => [
    rings(),
    ringing(),
    gate(),
    send([status('486 Busy Here'), empty], ' retrans="500"'),
    request('ACK'),
  ],
};
