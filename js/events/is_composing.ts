// Somebody types (RFC 3994).
import type * as Contract from '../../types/events.js';
import { required, timestamp, wholeNumber } from './values.js';
import { escapeXml, readDocument } from './xml.js';

const kNamespace = 'urn:ietf:params:xml:ns:im-iscomposing';

export const parseIsComposing: typeof Contract.parseIsComposing = (body) => {
  const root = readDocument(body, 'isComposing');
  const state = required(root.textOf('state'), 'state');
  return {
    state: state === 'active' ? 'active' : 'idle',
    lastActive: timestamp(root.textOf('lastactive')),
    contentType: root.textOf('contenttype'),
    refresh: wholeNumber(root.textOf('refresh')),
  };
};

export const writeIsComposing: typeof Contract.writeIsComposing = (isComposing) => {
  const { state, lastActive, contentType, refresh } = isComposing;
  // In the order of the schema of RFC 3994.
  const fields = {
    state,
    lastactive: lastActive?.toISOString(),
    contenttype: contentType,
    refresh: refresh?.toString(),
  };
  const lines = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value = '']) => `<${name}>${escapeXml(value)}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<isComposing xmlns="${kNamespace}">${lines.join('')}</isComposing>`;
};
