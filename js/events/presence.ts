// PIDF (RFC 3863), and of RPID (RFC 4480) what the person does.
import type * as Contract from '../../types/events.js';
import { oneOf, quality, timestamp } from './values.js';
import { readDocument, type XmlElement } from './xml.js';

export const parsePresence: typeof Contract.parsePresence = (body) => {
  const root = readDocument(body, 'presence');
  const tuples = root.all('tuple');
  const persons = root.all('person');
  // RFC 4480 describes the person; its drafts, and phones of their time, the tuple and its status.
  const statuses = tuples.flatMap((tuple) => [tuple, ...tuple.all('status')]);
  const activities = [...persons, ...statuses].flatMap((one) => one.all('activities'));
  return {
    entity: root.attribute('entity') ?? '',
    tuples: tuples.map(tupleOf),
    notes: [root, ...persons, ...activities].flatMap((one) => texts(one.all('note'))),
    activities: [...new Set(activities.flatMap(activitiesOf))],
  };
};

function tupleOf(element: XmlElement): Contract.PresenceTuple {
  return {
    id: element.attribute('id') ?? '',
    basic: oneOf(['open', 'closed'], element.child('status')?.textOf('basic')?.toLowerCase()),
    contact: element.textOf('contact'),
    priority: quality(element.child('contact')?.attribute('priority')),
    note: element.textOf('note'),
    timestamp: timestamp(element.textOf('timestamp')),
  };
}

// An activity is an empty element of its name, but `other`, which says it in words.
function activitiesOf({ children }: XmlElement): string[] {
  return children
    .filter(({ name }) => name !== 'note')
    .map(({ name, text }) => (name === 'other' && text.trim()) || name);
}

function texts(elements: XmlElement[]): string[] {
  return elements.map(({ text }) => text.trim()).filter(Boolean);
}
