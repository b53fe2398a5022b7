// What an application sees, in which order and with which fields: JsSIP 3.13.8's behaviour, kept as
// the reference for both libraries. A line is `event(what matters of its payload)`; candidates come
// in any number and are left out.

import assert from 'node:assert/strict';

/** The fields of each event's payload, in JsSIP's order. */
const fields = {
  newRTCSession: ['originator', 'session', 'request'],
  peerconnection: ['peerconnection'],
  connecting: ['request'],
  sending: ['request'],
  progress: ['originator', 'response'],
  accepted: ['originator', 'response'],
  ended: ['originator', 'message', 'cause'],
  failed: ['originator', 'message', 'cause'],
  confirmed: ['originator', 'ack'],
  newDTMF: ['originator', 'dtmf', 'request'],
  newInfo: ['originator', 'info', 'request'],
  hold: ['originator'],
  unhold: ['originator'],
  muted: ['audio', 'video'],
  unmuted: ['audio', 'video'],
  reinvite: ['request', 'callback', 'reject'],
  sdp: ['originator', 'type', 'sdp'],
  icecandidate: ['candidate', 'ready'],
  newMessage: ['originator', 'message', 'request'],
  newOptions: ['originator', 'message', 'request'],
};

const outgoingStart = [
  'peerconnection()',
  'newRTCSession(local INVITE)',
  'connecting(INVITE)',
  'sdp(local offer)',
  'sending(INVITE)',
];
const incomingStart = ['newRTCSession(remote INVITE)', 'progress(local)'];
const incomingAnswer = [
  'peerconnection()',
  'sdp(remote offer)',
  'connecting(INVITE)',
  'sdp(local answer)',
  'accepted(local)',
];

export const golden = {
  outgoing: [
    ...outgoingStart,
    'progress(remote 180)',
    'sdp(remote answer)',
    'accepted(remote 200)',
    'confirmed(local)',
  ],
  incoming: [...incomingStart, ...incomingAnswer, 'confirmed(remote ACK)'],
  hangUp: ['ended(local Terminated)'],
  hungUp: ['ended(remote BYE Terminated)'],

  cancel: [...outgoingStart, 'progress(remote 180)', 'failed(local Canceled)'],
  canceled: [...incomingStart, 'failed(remote CANCEL Canceled)'],
  busy: [...outgoingStart, 'progress(remote 180)', 'failed(remote 486 Busy)'],
  refuse: [...incomingStart, 'failed(local Rejected)'],
  unanswered: [...outgoingStart, 'progress(remote 180)', 'failed(remote 408 Unavailable)'],
  noAnswer: [...incomingStart, 'failed(local No Answer)'],
  unknown: [...outgoingStart, 'failed(remote 404 Not Found)'],

  hold: ['hold(local)', 'sdp(local offer)', 'sdp(remote answer)', 'done(hold)'],
  held: ['reinvite(INVITE)', 'sdp(remote offer)', 'hold(remote)', 'sdp(local answer)'],
  unhold: ['unhold(local)', 'sdp(local offer)', 'sdp(remote answer)', 'done(unhold)'],
  unheld: ['reinvite(INVITE)', 'sdp(remote offer)', 'unhold(remote)', 'sdp(local answer)'],
};

/**
 * Compares a call's log with a golden sequence, and each payload's fields with those of its event.
 */
export function assertSequence(log, expected) {
  const relevant = log.filter(({ event }) => event !== 'icecandidate' && event !== 'tonechange');
  assert.deepEqual(once(relevant.map(line)), expected);
  assertFields(log);
}

/** JsSIP tells a local re-offer twice, so that an edit in the listener happens twice; we tell it once. */
const once = (lines) =>
  lines.filter((text, i) => text !== 'sdp(local offer)' || text !== lines[i - 1]);

export function assertFields(log) {
  for (const { event, keys } of log) {
    if (fields[event]) assert.deepEqual(keys, fields[event], `fields of "${event}"`);
  }
}

function line({ event, originator, status, method, type, cause }) {
  return `${event}(${[originator, type, status ?? method, cause].filter(Boolean).join(' ')})`;
}
