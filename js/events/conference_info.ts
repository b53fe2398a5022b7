// Conferences (RFC 4575): who is there, by which devices, with which streams.
import type * as Contract from '../../types/events.js';
import { oneOf, required, truth, wholeNumber } from './values.js';
import { isOutOfStep, isStale, updated } from './versions.js';
import { readDocument, type XmlElement } from './xml.js';

const kStates = ['full', 'partial', 'deleted'] as const;
const kStatuses = [
  'connected',
  'disconnected',
  'on-hold',
  'muted-via-focus',
  'pending',
  'alerting',
  'dialing-in',
  'dialing-out',
  'disconnecting',
] as const;
const kJoiningMethods = ['dialed-in', 'dialed-out', 'focus-owner'] as const;
const kDirections = ['recvonly', 'sendonly', 'sendrecv', 'inactive'] as const;

export const parseConferenceInfo: typeof Contract.parseConferenceInfo = (body) => {
  const root = readDocument(body, 'conference-info');
  const users = root.child('users');
  return {
    entity: root.attribute('entity') ?? '',
    state: stateOf(root),
    version: required(wholeNumber(root.attribute('version')), 'version'),
    description: descriptionOf(root.child('conference-description')),
    conferenceState: conferenceStateOf(root.child('conference-state')),
    usersState: users && stateOf(users),
    users: users?.all('user').map(userOf) ?? [],
  };
};

function descriptionOf(
  element: XmlElement | undefined,
): Contract.ConferenceDescription | undefined {
  return (
    element && {
      displayText: element.textOf('display-text'),
      subject: element.textOf('subject'),
      freeText: element.textOf('free-text'),
      maximumUserCount: wholeNumber(element.textOf('maximum-user-count')),
    }
  );
}

function conferenceStateOf(element: XmlElement | undefined): Contract.ConferenceState | undefined {
  return (
    element && {
      userCount: wholeNumber(element.textOf('user-count')),
      active: truth(element.textOf('active')),
      locked: truth(element.textOf('locked')),
    }
  );
}

function userOf(element: XmlElement): Contract.ConferenceUser {
  return {
    entity: required(element.attribute('entity'), 'entity of a user'),
    state: stateOf(element),
    displayText: element.textOf('display-text'),
    roles: (element.child('roles')?.all('entry') ?? []).map(({ text }) => text.trim()),
    endpoints: element.all('endpoint').map(endpointOf),
  };
}

function endpointOf(element: XmlElement): Contract.ConferenceEndpoint {
  return {
    entity: required(element.attribute('entity'), 'entity of an endpoint'),
    state: stateOf(element),
    displayText: element.textOf('display-text'),
    status: oneOf(kStatuses, element.textOf('status')),
    joiningMethod: oneOf(kJoiningMethods, element.textOf('joining-method')),
    media: element.all('media').map(mediaOf),
  };
}

function mediaOf(element: XmlElement): Contract.ConferenceMedia {
  return {
    id: required(element.attribute('id'), 'id of a medium'),
    type: element.textOf('type'),
    label: element.textOf('label'),
    srcId: element.textOf('src-id'),
    status: oneOf(kDirections, element.textOf('status')),
    displayText: element.textOf('display-text'),
  };
}

// RFC 4575 4: an element that does not say how it is to be taken is whole.
function stateOf(element: XmlElement): Contract.ConferenceElementState {
  return required(oneOf(kStates, element.attribute('state') ?? 'full'), 'state of an element');
}

// ── RFC 4575 4.6: documents over each other ─────────────────────────────────────────────────────

export const mergeConferenceInfo: typeof Contract.mergeConferenceInfo = (state, latest) => {
  if (state && isStale(state, latest)) return state;
  const before = latest.state === 'partial' ? state : undefined;
  return {
    entity: latest.entity || (state?.entity ?? ''),
    version: latest.version,
    deleted: latest.state === 'deleted',
    description: latest.description ?? before?.description ?? {},
    conferenceState: { ...before?.conferenceState, ...told(latest.conferenceState ?? {}) },
    users: usersAfter(before?.users ?? [], latest),
    outOfStep: isOutOfStep(state, latest),
  };
};

function usersAfter(
  before: readonly Contract.ConferenceUser[],
  { state, users, usersState }: Contract.ConferenceInfo,
): readonly Contract.ConferenceUser[] {
  if (state === 'deleted' || usersState === 'deleted') return [];
  return updated(usersState === 'full' ? [] : before, users, entityOf, mergeUser);
}

function mergeUser(
  old: Contract.ConferenceUser | undefined,
  user: Contract.ConferenceUser,
): Contract.ConferenceUser | undefined {
  if (user.state === 'deleted') return undefined;
  const before = user.state === 'partial' ? old : undefined;
  return {
    ...before,
    ...told(user),
    state: 'full',
    roles: user.roles.length > 0 ? user.roles : (before?.roles ?? []),
    endpoints: updated(before?.endpoints ?? [], user.endpoints, entityOf, mergeEndpoint),
  };
}

function mergeEndpoint(
  old: Contract.ConferenceEndpoint | undefined,
  endpoint: Contract.ConferenceEndpoint,
): Contract.ConferenceEndpoint | undefined {
  if (endpoint.state === 'deleted') return undefined;
  const before = endpoint.state === 'partial' ? old : undefined;
  return {
    ...before,
    ...told(endpoint),
    state: 'full',
    media: updated(before?.media ?? [], endpoint.media, ({ id }) => id),
  };
}

const entityOf = ({ entity }: { readonly entity: string }) => entity;

/** Without what was not told, so that it does not cover what is known. */
function told<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Fields;
}
