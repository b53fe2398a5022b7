import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMessageSummary } from '../../../js/events/index.js';
import { samples, told } from './samples.js';

test('counts by class, other lines, the headers of single messages', () => {
  const summary = parseMessageSummary(samples['application/simple-message-summary']!);
  assert.deepEqual(told(summary), {
    messagesWaiting: true,
    account: 'sip:lee@voicemail.example.com',
    voice: { new: 3, old: 9, urgentNew: 1, urgentOld: 2 },
    fax: { new: 0, old: 4, urgentNew: 0, urgentOld: 0 },
    headers: [['X-Quota', '80 %, nearly full']],
    messages: [
      [
        ['From', 'sip:ana@example.net'],
        ['Subject', 'rent'],
      ],
      [['From', 'sip:bob@example.org']],
    ],
  });
});

test('every class, in any case, with any blanks and line breaks', () => {
  const summary = parseMessageSummary(
    '\ufeffMESSAGES-WAITING :No\npager-message:1/2\rMultimedia-Message : 3 / 4 ( 5 / 6 )\r\nTEXT-Message: 7/8\nNone: 9/0',
  );
  assert.deepEqual(told(summary), {
    messagesWaiting: false,
    pager: { new: 1, old: 2, urgentNew: 0, urgentOld: 0 },
    multimedia: { new: 3, old: 4, urgentNew: 5, urgentOld: 6 },
    text: { new: 7, old: 8, urgentNew: 0, urgentOld: 0 },
    none: { new: 9, old: 0, urgentNew: 0, urgentOld: 0 },
    headers: [],
    messages: [],
  });
});

test('names of Object are names like others', () => {
  const { headers } = parseMessageSummary(
    'Messages-Waiting: no\r\n__proto__: a\r\nconstructor: b\r\n',
  );
  assert.deepEqual(headers, [
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ]);
});

test('what is no summary', () => {
  const refused = (body: string, code: string) =>
    assert.throws(() => parseMessageSummary(body), { name: 'EventBodyError', code });
  refused('', 'incomplete');
  refused('Voice-Message: 1/2', 'incomplete');
  refused('Messages-Waiting: perhaps', 'incomplete');
  refused('Messages-Waiting: yes\r\nhello', 'malformed');
  refused(' Messages-Waiting: yes\r\n: x', 'malformed');
  for (const count of ['', '1', '1/', '-1/2', '1/2/3', '1/2 (3)', '1/2 (3/4', '99999999999/1']) {
    refused(`Messages-Waiting: yes\r\nVoice-Message: ${count}`, 'malformed');
  }
  refused('x'.repeat(2 << 20), 'tooLarge');
});

test('long and odd summaries take no time to speak of', () => {
  const waiting = 'Messages-Waiting: yes\r\nX-First: 1\r\n';
  for (const line of [' \r\n', 'a: b\r\n', ' c\r\n', '\r\n\r\na:\r\n']) {
    const { messagesWaiting } = parseMessageSummary(waiting + line.repeat(1_000_000 / line.length));
    assert.equal(typeof messagesWaiting, 'boolean');
  }
});
