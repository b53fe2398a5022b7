import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { sdpObject } from '../../../js/host/sdp_object.js';

// What JsSIP takes a description apart with comes with it.
const require = createRequire(createRequire(import.meta.url).resolve('jssip'));
const theirs = require('sdp-transform') as { parse(sdp: string): object };
const kinds = (value: object): unknown => JSON.parse(JSON.stringify(value));

// As Chromium and Firefox write them.
const browsers = `v=0
o=mozilla...THIS_IS_SDPARTA-99.0 4611731400430051336 2 IN IP4 127.0.0.1
s=-
c=IN IP4 0.0.0.0
b=AS:4000
t=0 0
a=group:BUNDLE 0 1 2
a=ice-options:trickle
a=ice-lite
a=extmap-allow-mixed
a=msid-semantic: WMS *
a=fingerprint:sha-256 0B:30:55:7A
m=audio 54400 UDP/TLS/RTP/SAVPF 111 0 126
c=IN IP6 2001:db8::1
a=rtcp:9 IN IP4 0.0.0.0
a=candidate:1162875081 1 udp 2113937151 192.0.2.1 60017 typ host generation 0 network-id 3 network-cost 10
a=candidate:328991 2 tcp 1845501695 192.0.2.2 60017 typ srflx raddr 192.0.2.3 rport 60017 tcptype passive generation 0
a=end-of-candidates
a=ice-ufrag:F7gI
a=ice-pwd:x9cml/YzichV2+XlhiMu8g
a=setup:actpass
a=mid:0
a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
a=extmap:2/recvonly http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
a=sendrecv
a=msid:stream track
a=rtcp-mux
a=rtpmap:111 opus/48000/2
a=rtcp-fb:111 transport-cc
a=fmtp:111 minptime=10;useinbandfec=1
a=rtpmap:0 PCMU/8000
a=rtpmap:126 telephone-event/8000
a=ptime:20
a=maxptime:60
a=ssrc:2566107569 cname:t9YU8M1UxTF8Y1A1
a=ssrc:2566107569 msid:stream track
m=video 0 UDP/TLS/RTP/SAVPF 96
a=inactive
a=mid:1
a=bundle-only
a=rtcp-rsize
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 nack pli
a=rtcp-fb:* ccm fir
a=ssrc-group:FID 1 2
a=rid:hi send max-width=1280
a=simulcast:send hi;lo recv one
a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR|2^20|1:32
m=application 9 UDP/DTLS/SCTP webrtc-datachannel
a=mid:data
a=sctp-port:5000
a=max-message-size:262144
`;

test('a browser’s description has the shape that sdp-transform gives it', () => {
  for (const end of ['\r\n', '\n']) {
    const text = browsers.replaceAll('\n', end);
    assert.deepEqual(kinds(sdpObject(text)), kinds(theirs.parse(text)));
  }
});

test('what nobody knows is kept as it stands', () => {
  const text = 'v=0\r\nm=audio 9 RTP/AVP 0\r\na=odd:thing\r\na=rtpmap:nonsense\r\n';
  assert.deepEqual(kinds(sdpObject(text)), kinds(theirs.parse(text)));
});

test('a name from the wire finds nothing but an attribute', () => {
  const { media } = sdpObject('m=audio 9 RTP/AVP 0\r\na=constructor:x\r\na=__proto__:x\r\n');
  assert.deepEqual(media[0]!['invalid'], [{ value: 'constructor:x' }, { value: '__proto__:x' }]);
});

test('what is no description is an empty one', () => {
  assert.deepEqual(sdpObject(''), { media: [] });
  assert.deepEqual(sdpObject('Signal=5\r\nDuration=160'), { media: [] });
});
