import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partiesOf } from '../../../js/index.js';
import { SipText } from '../../../js/engine/sip_text.js';

const invite = new SipText(
  [
    'INVITE sip:alice@example.com SIP/2.0',
    'From: "Anonymous" <sip:anonymous@anonymous.invalid>;tag=1',
    'P-Asserted-Identity: "Bob, the Builder" <sip:bob@example.com>, <tel:+4930123>',
    'Diversion: <sip:carol@example.com>;reason=no-answer',
    'Diversion: nonsense',
    '',
    '',
  ].join('\r\n'),
);

test('whom an address header names, list or not', () => {
  assert.deepEqual(partiesOf(invite, 'p-asserted-identity'), [
    { uri: 'sip:bob@example.com', user: 'bob', displayName: 'Bob, the Builder' },
    { uri: 'tel:+4930123', user: '+4930123', displayName: '' },
  ]);
  assert.deepEqual(partiesOf(invite, 'Diversion'), [
    { uri: 'sip:carol@example.com', user: 'carol', displayName: '' },
    { uri: 'nonsense', user: '', displayName: '' },
  ]);
  assert.deepEqual(partiesOf(invite, 'History-Info'), []);
});
