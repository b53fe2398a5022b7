import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePresence } from '../../../js/events/index.js';
import { samples, told } from './samples.js';

test('tuples, notes and what the person does', () => {
  const presence = parsePresence(samples['application/pidf+xml']!);
  assert.deepEqual(presence.tuples[0]?.timestamp, new Date('2024-05-06T05:08:09.500Z'));
  assert.deepEqual(told(presence), {
    entity: 'pres:wei@example.com',
    tuples: [
      {
        id: 'desk',
        basic: 'open',
        contact: 'sip:wei@desk.example.com',
        priority: 0.8,
        note: 'At the desk',
        timestamp: '2024-05-06T05:08:09.500Z',
      },
      { id: 'pager', basic: 'closed' },
    ],
    notes: ['Back at four', '王伟在开会', 'With visitors'],
    activities: ['meeting', 'on-the-phone', 'watering plants'],
  });
});

test('the least that is a document', () => {
  assert.deepEqual(parsePresence('<presence/>'), {
    entity: '',
    tuples: [],
    notes: [],
    activities: [],
  });
});

test('what does not follow the grammar is undefined', () => {
  const { tuples } = parsePresence(`<presence entity=" sip:a@example.com ">
    <tuple><status><basic>OPEN</basic></status><contact priority="1.5"> </contact></tuple>
    <tuple id="b"><status><basic>maybe</basic></status><timestamp>2024-13-45T99:00:00Z</timestamp></tuple>
    <tuple id="c"><contact priority="1">tel:+1</contact><timestamp>yesterday</timestamp></tuple>
  </presence>`);
  assert.deepEqual(told(tuples), [
    { id: '', basic: 'open' },
    { id: 'b' },
    { id: 'c', contact: 'tel:+1', priority: 1 },
  ]);
});

test('activities of phones that put them into the tuple; each counts once', () => {
  const busy = '<activities><busy/><away/></activities>';
  const { activities } = parsePresence(
    `<presence><tuple id="t">${busy}<status>${busy}</status></tuple><person>${busy}</person></presence>`,
  );
  assert.deepEqual(activities, ['busy', 'away']);
});

test('CDATA and entities in a note', () => {
  const { notes } = parsePresence('<presence><note>a &lt; <![CDATA[b & c]]></note></presence>');
  assert.deepEqual(notes, ['a < b & c']);
});
