// The five messages that the parsers are measured on, and what each of them says. Every variant has a
// branch, tags and a Call-ID of its own, so that no parser lives on what it remembers.

const kEnd = '\r\n';

const plainOffer = [
  'v=0',
  'o=alice 2890844526 2890844526 IN IP4 pc33.atlanta.example',
  's=-',
  'c=IN IP4 192.0.2.101',
  't=0 0',
  'm=audio 49172 RTP/AVP 0 8 101',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-15',
  'a=sendrecv',
];

const webRtcOffer = [
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1',
  'a=extmap-allow-mixed',
  'a=msid-semantic: WMS 7f1c2a56',
  'm=audio 54400 UDP/TLS/RTP/SAVPF 111 63 9 0 8 110 126',
  'c=IN IP4 203.0.113.141',
  'a=rtcp:9 IN IP4 0.0.0.0',
  'a=candidate:1467250027 1 udp 2122260223 192.0.2.7 54400 typ host generation 0 network-id 1',
  'a=candidate:435653019 1 udp 1845501695 203.0.113.141 54400 typ srflx raddr 192.0.2.7 rport 54400',
  'a=ice-ufrag:aYwA',
  'a=ice-pwd:QGqzHmVZmVbkPZ8sMZ0KcRsz',
  'a=ice-options:trickle',
  'a=fingerprint:sha-256 5A:2B:11:9F:71:0C:93:4E:AB:38:6D:C1:5F:04:E2:77:90:BC:1D:68:33:FA:59:86:0E:D7:42:AD:18:C5:7B:94',
  'a=setup:actpass',
  'a=mid:0',
  'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'a=sendrecv',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  'a=rtcp-fb:111 transport-cc',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=rtpmap:9 G722/8000',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:110 telephone-event/48000',
  'a=rtpmap:126 telephone-event/8000',
  'a=ssrc:3735928559 cname:lq2uC7Ovn5hQ',
  'm=video 54400 UDP/TLS/RTP/SAVPF 96 97 102 103',
  'c=IN IP4 203.0.113.141',
  'a=rtcp:9 IN IP4 0.0.0.0',
  'a=candidate:1467250027 1 udp 2122260223 192.0.2.7 54400 typ host generation 0 network-id 1',
  'a=ice-ufrag:aYwA',
  'a=ice-pwd:QGqzHmVZmVbkPZ8sMZ0KcRsz',
  'a=setup:actpass',
  'a=mid:1',
  'a=extmap:14 urn:ietf:params:rtp-hdrext:toffset',
  'a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'a=extmap:13 urn:3gpp:video-orientation',
  'a=sendrecv',
  'a=rtcp-mux',
  'a=rtcp-rsize',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 goog-remb',
  'a=rtcp-fb:96 transport-cc',
  'a=rtcp-fb:96 ccm fir',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:102 H264/90000',
  'a=rtcp-fb:102 nack pli',
  'a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f',
  'a=rtpmap:103 rtx/90000',
  'a=fmtp:103 apt=102',
  'a=ssrc-group:FID 1234567890 987654321',
  'a=ssrc:1234567890 cname:lq2uC7Ovn5hQ',
];

const body = (lines) => lines.join(kEnd) + kEnd;
const text = (lines, content = '') =>
  [...lines, `Content-Length: ${content.length}`, '', content].join(kEnd);

/** What a test reads out of a message, whoever parsed it. */
const facts = (
  start,
  { callId, cseq, method, fromTag, fromUser, toTag, toUser, branch },
  content,
) => ({
  start,
  callId,
  cseq,
  method,
  fromTag,
  fromUser,
  toTag,
  toUser,
  branch,
  bodyLength: content.length,
});

const kinds = {
  'INVITE + SDP': (n) => {
    const it = names(n, 'INVITE', { fromUser: 'alice', toUser: 'bob' });
    const content = body(plainOffer);
    const lines = [
      'INVITE sip:bob@biloxi.example;transport=ws SIP/2.0',
      `Via: SIP/2.0/WSS edge${n}.atlanta.example:443;branch=${it.branch};rport`,
      `Via: SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks${n};received=192.0.2.101`,
      'Max-Forwards: 69',
      'Record-Route: <sip:edge.atlanta.example;transport=ws;lr>',
      `To: "Bob" <sip:bob@biloxi.example>`,
      `From: "Alice" <sip:alice@atlanta.example>;tag=${it.fromTag}`,
      `Call-ID: ${it.callId}`,
      `CSeq: ${it.cseq} INVITE`,
      'Contact: <sip:alice@df7jal23ls0d.invalid;transport=ws;ob>;+sip.ice',
      'Allow: INVITE,ACK,CANCEL,BYE,UPDATE,MESSAGE,OPTIONS,REFER,INFO,NOTIFY',
      'Supported: outbound, path, gruu, timer',
      'Session-Expires: 90',
      'User-Agent: Softphone 4.2',
      'Content-Type: application/sdp',
    ];
    return [text(lines, content), facts('INVITE', it, content)];
  },
  '200 OK': (n) => {
    const it = names(n, 'INVITE', { fromUser: 'alice', toUser: 'bob', toTag: `a6c85cf${n}` });
    const content = body(plainOffer);
    const lines = [
      'SIP/2.0 200 OK',
      `Via: SIP/2.0/WS df7jal23ls0d.invalid;branch=${it.branch};received=192.0.2.101;rport=5088`,
      'Record-Route: <sip:edge.atlanta.example;transport=ws;lr>',
      `From: "Alice" <sip:alice@atlanta.example>;tag=${it.fromTag}`,
      `To: "Bob" <sip:bob@biloxi.example>;tag=${it.toTag}`,
      `Call-ID: ${it.callId}`,
      `CSeq: ${it.cseq} INVITE`,
      'Contact: <sip:bob@192.0.2.4:5062;transport=ws>',
      'Allow: INVITE,ACK,CANCEL,BYE,UPDATE,MESSAGE,OPTIONS',
      'Supported: timer,gruu',
      'Content-Type: application/sdp',
    ];
    return [text(lines, content), facts('200', it, content)];
  },
  '401 Unauthorized': (n) => {
    const it = names(n, 'REGISTER', {
      fromUser: 'alice',
      toUser: 'alice',
      toTag: `1410948204${n}`,
    });
    const lines = [
      'SIP/2.0 401 Unauthorized',
      `Via: SIP/2.0/WS df7jal23ls0d.invalid;branch=${it.branch};received=192.0.2.101`,
      `From: <sip:alice@atlanta.example>;tag=${it.fromTag}`,
      `To: <sip:alice@atlanta.example>;tag=${it.toTag}`,
      `Call-ID: ${it.callId}`,
      `CSeq: ${it.cseq} REGISTER`,
      `WWW-Authenticate: Digest realm="atlanta.example", nonce="Yj8kQ2b${n}", algorithm=MD5, qop="auth,auth-int"`,
      'Server: registrar',
    ];
    return [text(lines), facts('401', it, '')];
  },
  OPTIONS: (n) => {
    const it = names(n, 'OPTIONS', { fromUser: 'ping', toUser: 'alice' });
    const lines = [
      'OPTIONS sip:alice@df7jal23ls0d.invalid;transport=ws SIP/2.0',
      `Via: SIP/2.0/WSS edge.atlanta.example;branch=${it.branch}`,
      'Max-Forwards: 70',
      `From: <sip:ping@atlanta.example>;tag=${it.fromTag}`,
      'To: <sip:alice@atlanta.example>',
      `Call-ID: ${it.callId}`,
      `CSeq: ${it.cseq} OPTIONS`,
      'Contact: <sip:edge.atlanta.example;transport=ws>',
      'Accept: application/sdp',
    ];
    return [text(lines), facts('OPTIONS', it, '')];
  },
  'WebRTC INVITE': (n) => {
    const it = names(n, 'INVITE', { fromUser: 'alice', toUser: 'bob' });
    const content = body(webRtcOffer);
    const lines = [
      'INVITE sip:bob@df7jal23ls0d.invalid;transport=ws SIP/2.0',
      `Via: SIP/2.0/WSS edge.atlanta.example;branch=${it.branch}`,
      `Via: SIP/2.0/WSS k1b9dmq0g2pp.invalid;branch=z9hG4bK8143377${n};received=198.51.100.23;rport=40122`,
      'Record-Route: <sip:edge.atlanta.example;transport=ws;lr>, <sip:edge.biloxi.example;transport=ws;lr>',
      'Max-Forwards: 68',
      'To: <sip:bob@biloxi.example>',
      `From: "Alice Liddell" <sip:alice@atlanta.example>;tag=${it.fromTag}`,
      `Call-ID: ${it.callId}`,
      `CSeq: ${it.cseq} INVITE`,
      'Contact: <sip:alice@k1b9dmq0g2pp.invalid;transport=ws;ob>',
      'Content-Type: application/sdp',
      'Session-Expires: 90',
      'Allow: INVITE,ACK,CANCEL,BYE,UPDATE,MESSAGE,OPTIONS,REFER,INFO,NOTIFY',
      'Supported: timer,ice,replaces,outbound',
      'User-Agent: Browser phone 1.0',
    ];
    return [text(lines, content), facts('INVITE', it, content)];
  },
};

function names(n, method, parties) {
  return {
    method,
    cseq: 100 + n,
    callId: `a84b4c76e66710${n}@pc33.atlanta.example`,
    fromTag: `9fxced76sl${n}`,
    toTag: '',
    branch: `z9hG4bK776asdhds${n}`,
    ...parties,
  };
}

export const kindNames = Object.keys(kinds);

/** So many variants of each kind: {kind: {texts, facts}}. */
export function messages(variants = 16) {
  const all = {};
  for (const [kind, make] of Object.entries(kinds)) {
    const made = Array.from({ length: variants }, (_, n) => make(n));
    all[kind] = { texts: made.map(([it]) => flat(it)), facts: made.map(([, it]) => it) };
  }
  return all;
}

/** A message off the wire is one piece; one that was put together may be a tree until it is first read. */
export function flat(message) {
  return new TextDecoder().decode(new TextEncoder().encode(message));
}
