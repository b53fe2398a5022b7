import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasonOf } from '../../../js/phone/reason.js';

const bye = (...reasons: string[]) =>
  ['BYE sip:a@x SIP/2.0', 'CSeq: 2 BYE', ...reasons, '', ''].join('\r\n');

test('the reason of an end is what they said, and of several the first', () => {
  assert.deepEqual(reasonOf(bye('Reason: SIP ;cause=200 ;text="Call completed elsewhere"')), {
    protocol: 'SIP',
    cause: 200,
    text: 'Call completed elsewhere',
  });
  assert.deepEqual(reasonOf(bye('Reason: q.850;cause=16, SIP;cause=480')), {
    protocol: 'Q.850',
    cause: 16,
    text: '',
  });
  assert.deepEqual(reasonOf(bye('Reason: Preemption')), {
    protocol: 'PREEMPTION',
    cause: undefined,
    text: '',
  });
});

test('a parameter that is called like another one’s value is no matter', () => {
  assert.deepEqual(reasonOf(bye('Reason: text;cause=5;text="cause"')), {
    protocol: 'TEXT',
    cause: 5,
    text: 'cause',
  });
});

test('without a reason there is none, nor where it cannot be read', () => {
  assert.equal(reasonOf(''), undefined);
  assert.equal(reasonOf(bye()), undefined);
  assert.equal(reasonOf(bye('Reason: ;;;"')), undefined);
  assert.equal(reasonOf('SIP/2.0 486 Busy\r\n\r\n'), undefined);
});
