// Dialog states (RFC 4235).
import type * as Contract from '../../types/events.js';
import { oneOf, required, wholeNumber } from './values.js';
import { isOutOfStep, isStale, updated } from './versions.js';
import { readDocument, type XmlElement } from './xml.js';

const kEvents = [
  'cancelled',
  'rejected',
  'replaced',
  'local-bye',
  'remote-bye',
  'error',
  'timeout',
] as const;
const kStates = ['trying', 'proceeding', 'early', 'confirmed', 'terminated'] as const;

export const parseDialogInfo: typeof Contract.parseDialogInfo = (body) => {
  const root = readDocument(body, 'dialog-info');
  return {
    version: required(wholeNumber(root.attribute('version')), 'version'),
    state: required(oneOf(['full', 'partial'], root.attribute('state')), 'state'),
    entity: root.attribute('entity') ?? '',
    dialogs: root.all('dialog').map(dialogOf),
  };
};

function dialogOf(element: XmlElement): Contract.Dialog {
  const state = element.child('state');
  return {
    id: required(element.attribute('id'), 'id of a dialog'),
    callId: element.attribute('call-id'),
    localTag: element.attribute('local-tag'),
    remoteTag: element.attribute('remote-tag'),
    direction: oneOf(['initiator', 'recipient'], element.attribute('direction')),
    state: required(oneOf(kStates, state?.text.trim()), 'state of a dialog'),
    event: oneOf(kEvents, state?.attribute('event')),
    code: wholeNumber(state?.attribute('code')),
    duration: wholeNumber(element.textOf('duration')),
    local: participantOf(element.child('local')),
    remote: participantOf(element.child('remote')),
  };
}

function participantOf(element: XmlElement | undefined): Contract.DialogParticipant | undefined {
  if (!element) return undefined;
  const target = element.child('target');
  return {
    identity: element.textOf('identity'),
    displayName: element.child('identity')?.attribute('display'),
    target: target?.attribute('uri'),
    parameters: (target?.all('param') ?? []).map((param) => [
      param.attribute('pname') ?? '',
      param.attribute('pval') ?? '',
    ]),
  };
}

export const mergeDialogInfo: typeof Contract.mergeDialogInfo = (state, latest) => {
  if (state && isStale(state, latest)) return state;
  // RFC 4235 4.3: what has terminated may go at any time; it was there once, for the application to see.
  const standing = state?.dialogs.filter((dialog) => dialog.state !== 'terminated') ?? [];
  const before = latest.state === 'full' ? [] : standing;
  return {
    version: latest.version,
    entity: latest.entity || (state?.entity ?? ''),
    dialogs: updated(before, latest.dialogs, ({ id }) => id),
    outOfStep: isOutOfStep(state, latest),
  };
};
