// A user agent of CRTC's on a fake engine, and a call of its own that stands.
import type { Output } from '../../../js/engine/vocabulary.js';
import { UA } from '../../../js/crtc/ua.js';
import type * as Contract from '../../../types/crtc.js';
import { FakeEngine, FakeHost, ourInvite, phoneOf, record, response } from '../jssip/fake_phone.js';

export const kSession = 4;

export class FakePeer extends EventTarget {
  iceConnectionState: RTCIceConnectionState = 'new';
  become(state: RTCIceConnectionState): void {
    this.iceConnectionState = state;
    this.dispatchEvent(new Event('iceconnectionstatechange'));
  }
}

export function crtcPhone(configuration: Partial<Contract.UAConfiguration> = {}) {
  const rig = phoneOf((given): Contract.UA => new UA(given), configuration);
  const peer = new FakePeer();
  rig.host.peer = peer as unknown as RTCPeerConnection;
  rig.engine.reactions.makeCall = () => ({
    id: kSession,
    say: [
      { type: 'callCreated', session: kSession, request: ourInvite() },
      { type: 'openPeer', session: kSession },
    ],
  });
  return { ...rig, peer };
}

const kSteps = {
  ringing: {
    type: 'callProgress',
    session: kSession,
    originator: 'remote',
    response: response('180 Ringing'),
  },
  accepted: {
    type: 'callAccepted',
    session: kSession,
    originator: 'remote',
    response: response('200 OK'),
  },
  confirmed: { type: 'callConfirmed', session: kSession, originator: 'local', ack: '' },
  ended: { type: 'callEnded', session: kSession, originator: 'local', message: '', cause: 'bye' },
} as const satisfies Record<string, Output>;

export const steps: Record<keyof typeof kSteps, Output> = kSteps;

export interface Standing {
  ua: Contract.UA;
  engine: FakeEngine;
  host: FakeHost;
  peer: FakePeer;
  session: Contract.RTCSession;
  /** What the session has told, from the moment that it stood. */
  events: [string, ...unknown[]][];
}

export function standing(configuration: Partial<Contract.UAConfiguration> = {}): Standing {
  const rig = crtcPhone(configuration);
  const session = rig.ua.call('bob');
  rig.engine.say(steps.ringing, steps.accepted, steps.confirmed);
  return { ...rig, session, events: record(session) };
}
