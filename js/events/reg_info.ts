// Registration states (RFC 3680).
import type * as Contract from '../../types/events.js';
import { oneOf, quality, required, wholeNumber } from './values.js';
import { isOutOfStep, isStale, updated } from './versions.js';
import { readDocument, type XmlElement } from './xml.js';

const kEvents = [
  'registered',
  'created',
  'refreshed',
  'shortened',
  'expired',
  'deactivated',
  'probation',
  'unregistered',
  'rejected',
] as const;

export const parseRegInfo: typeof Contract.parseRegInfo = (body) => {
  const root = readDocument(body, 'reginfo');
  return {
    version: required(wholeNumber(root.attribute('version')), 'version'),
    state: required(oneOf(['full', 'partial'], root.attribute('state')), 'state'),
    registrations: root.all('registration').map(registrationOf),
  };
};

function registrationOf(element: XmlElement): Contract.Registration {
  const state = oneOf(['init', 'active', 'terminated'], element.attribute('state'));
  return {
    aor: element.attribute('aor') ?? '',
    id: required(element.attribute('id'), 'id of a registration'),
    state: required(state, 'state of a registration'),
    contacts: element.all('contact').map(contactOf),
  };
}

function contactOf(element: XmlElement): Contract.RegisteredContact {
  const state = oneOf(['active', 'terminated'], element.attribute('state'));
  return {
    id: required(element.attribute('id'), 'id of a contact'),
    state: required(state, 'state of a contact'),
    event: oneOf(kEvents, element.attribute('event')),
    uri: element.textOf('uri'),
    displayName: element.textOf('display-name'),
    expires: wholeNumber(element.attribute('expires')),
    durationRegistered: wholeNumber(element.attribute('duration-registered')),
    retryAfter: wholeNumber(element.attribute('retry-after')),
    q: quality(element.attribute('q')),
    callId: element.attribute('callid'),
    cseq: wholeNumber(element.attribute('cseq')),
    unknownParameters: element
      .all('unknown-param')
      .map((param) => [param.attribute('name') ?? '', param.text.trim()]),
  };
}

export const mergeRegInfo: typeof Contract.mergeRegInfo = (state, latest) => {
  if (state && isStale(state, latest)) return state;
  const before = latest.state === 'full' ? [] : standing(state?.registrations ?? []);
  return {
    version: latest.version,
    registrations: updated(before, latest.registrations, ({ id }) => id, mergeRegistration),
    outOfStep: isOutOfStep(state, latest),
  };
};

function mergeRegistration(
  old: Contract.Registration | undefined,
  told: Contract.Registration,
): Contract.Registration {
  return {
    ...told,
    aor: told.aor || (old?.aor ?? ''),
    contacts: updated(old?.contacts ?? [], told.contacts, ({ id }) => id),
  };
}

// RFC 3680 5.2: what has terminated may go at any time; it was there once, for the application to see.
const standing = (registrations: readonly Contract.Registration[]): Contract.Registration[] =>
  registrations
    .filter(isStanding)
    .map((one) => ({ ...one, contacts: one.contacts.filter(isStanding) }));

const isStanding = ({ state }: { readonly state: string }) => state !== 'terminated';
