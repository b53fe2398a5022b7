import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import * as ours from '../../../js/jssip/jssip.js';
import { outcome, peer } from './peer.js';

const same: [rule: string, text: string][] = [
  ['SIP_URI', 'sip:a@h;lr'],
  ['SIP_URI', 'nonsense'],
  ['absoluteURI', 'wss://a.b'],
  ['absoluteURI', 'http://[::1]:8/x?y=1'],
  ['Name_Addr_Header', '"A" <sip:a@h>;x=1'],
  ['From', 'sip:a@h;tag=x'],
  ['From', '"A" <sip:a@h>;tag=x'],
  ['To', '<sip:a@h>'],
  ['Refer_To', '<sip:a@h?Replaces=x>'],
  ['Contact', '<sip:a@h>;expires=5, "B" <sip:b@h>;q=0.5'],
  ['Record_Route', '<sip:a@h;lr>, <sip:b@h;lr>'],
  ['CSeq', '5 INVITE'],
  ['Event', 'presence;id=5'],
  ['Session_Expires', '90;refresher=uac'],
  ['Session_Expires', '90'],
  ['host', 'h.com'],
  ['host', '1.2.3.4'],
  ['host', '[::1]'],
  ['Replaces', 'abc@x;to-tag=1;from-tag=2;early-only'],
  ['Status_Line', 'SIP/2.0 200 OK'],
  ['Request_Line', 'INVITE sip:a@h SIP/2.0'],
  ['Request_Response', 'INVITE sip:a@h SIP/2.0'],
  ['Request_Response', 'SIP/2.0 404 Not Found'],
  ['Content_Type', 'application/sdp;charset=x'],
  ['Content_Length', '12'],
  ['Max_Forwards', '70'],
  ['Min_Expires', '60'],
  ['Expires', '60'],
  ['Call_ID', 'a@b'],
  ['uuid', '0aff383a-7c49-4d64-90ce-062b0c9b0b1f'],
  ['uuid', 'no'],
  ['nope', 'x'],
];

test('Grammar.parse gives what JsSIP’s gives', () => {
  for (const [rule, text] of same) {
    assert.equal(
      outcome(() => ours.Grammar.parse(text, rule)),
      outcome(() => peer.Grammar.parse(text, rule)),
      `${rule}: ${text}`,
    );
  }
});

test('Grammar.parse differs from JsSIP’s in these', () => {
  const differences: [rule: string, text: string, ours: unknown][] = [
    // JsSIP takes a port for a password, and maddr for the host.
    ['absoluteURI', 'ws://a.b:80/x', { scheme: 'ws', host: 'a.b', host_type: 'domain', port: 80 }],
    [
      'Via',
      'SIP/2.0/WSS h.x:50;branch=z9;rport;received=1.2.3.4;foo=bar',
      {
        protocol: 'SIP',
        transport: 'WSS',
        host: 'h.x',
        host_type: 'domain',
        port: 50,
        branch: 'z9',
        received: '1.2.3.4',
        params: { branch: 'z9', rport: null, received: '1.2.3.4', foo: 'bar' },
      },
    ],
    // A flag is null, as it is everywhere else.
    ['Event', 'presence;Foo', { event: 'presence', params: { foo: null } }],
    // There are always params to look into.
    ['Event', 'dialog', { event: 'dialog', params: {} }],
    // A package with a template is one word.
    ['Event', 'presence.winfo', { event: 'presence.winfo', params: {} }],
    // Where JsSIP gives an empty object: the text, or the tokens.
    ['quoted_string', '"a\\"b"', 'a"b'],
    ['Supported', 'a, b', ['a', 'b']],
    ['Require', '100rel', ['100rel']],
    ['Allow_Events', 'a,b.c', ['a', 'b.c']],
    ['Content_Disposition', 'session;handling=required', 'session;handling=required'],
    // A rule that JsSIP has not.
    ['Allow', 'INVITE, ACK', ['INVITE', 'ACK']],
  ];
  for (const [rule, text, our] of differences) {
    assert.deepEqual(ours.Grammar.parse(text, rule), our, `${rule}: ${text}`);
    assert.notEqual(
      outcome(() => peer.Grammar.parse(text, rule)),
      outcome(() => our),
      `${rule}: ${text}`,
    );
  }
});

test('Reason, Subscription_State and Replaces give what applications read of them', () => {
  const reason = ours.Grammar.parse('SIP;cause=200;text="Call completed elsewhere"', 'Reason');
  assert.equal(reason.protocol, 'sip');
  assert.equal(reason.cause, 200);
  assert.equal(reason.text, 'Call completed elsewhere');
  const state = ours.Grammar.parse('terminated;reason=timeout;retry-after=5', 'Subscription_State');
  assert.equal(state.state, 'terminated');
  assert.equal(state.reason, 'timeout');
  const replaces = ours.Grammar.parse('abc;to-tag=1;from-tag=2', 'Replaces');
  assert.deepEqual(replaces, { call_id: 'abc', to_tag: '1', from_tag: '2', early_only: false });
});

test('what the generated parser of JsSIP has besides', () => {
  for (const { Grammar } of [ours, peer]) {
    assert.equal(Grammar.toSource(), undefined);
    assert.ok(new Grammar.SyntaxError('') instanceof Error);
  }
});

test('challenges, as JsSIP reads them', () => {
  const text =
    'Digest realm="example.com", nonce="abc", qop="auth,auth-int", algorithm=md5, stale=TRUE, opaque="o"';
  for (const rule of ['challenge', 'WWW_Authenticate', 'Proxy_Authenticate']) {
    assert.deepEqual(
      { ...(ours.Grammar.parse(text, rule) as object) },
      { ...(peer.Grammar.parse(text, rule) as object) },
    );
  }
  assert.equal(ours.Grammar.parse('Digest', 'challenge'), -1);
  assert.throws(() => ours.Grammar.parse(text, 'no_such_rule'), /^Error: Invalid rule name/);
});

test('the rules that are there are those of the guide', () => {
  const guide = readFileSync(
    new URL('../../../docs/migrating-from-jssip.md', import.meta.url),
    'utf8',
  );
  const listed = /They are:\s+([^.]+)\./.exec(guide)![1]!.split(/\s+/);
  const path = createRequire(import.meta.url).resolve('jssip/lib/Grammar');
  const theirs = [...readFileSync(path, 'utf8').matchAll(/"(\w+)": parse_/g)].map(
    ([, name]) => name!,
  );
  assert.equal(theirs.length, 226);
  const isKnown = (rule: string) => {
    try {
      ours.Grammar.parse('', rule);
      return true;
    } catch (error) {
      assert.equal((error as Error).message, `Invalid rule name: "${rule}".`);
      return false;
    }
  };
  const known = [...new Set([...theirs, ...listed])].filter(isKnown);
  assert.deepEqual(known.sort(), listed.sort());
  assert.equal(known.length, 43);
});
