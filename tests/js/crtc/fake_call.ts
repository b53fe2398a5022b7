// A user agent of CRTC's on a fake engine, and a call of its own that stands.
import type { Output } from '../../../js/engine/vocabulary.js';
import { UA } from '../../../js/crtc/ua.js';
import type * as Contract from '../../../types/crtc.js';
import { FakeEngine, FakeHost, ourInvite, phoneOf, record, response } from '../jssip/fake_phone.js';

export const kSession = 4;

/** What a call sends, as far as it is asked for: every step is kept, and fails where a test says so. */
export class FakeSent {
  readonly steps: unknown[][] = [];
  /** Steps that shall fail, and with what. */
  readonly failing = new Map<string, unknown>();
  /** Whether a picture that is shared or taken back has to be offered. */
  needsOffer = false;
  /** Whether the peer takes what is shared. */
  isSharing = true;

  switchDevice = (...given: unknown[]) => this.#step('switchDevice', given, undefined);
  stream: MediaStream | undefined;
  owns = () => true;
  giveBackVideo = (...given: unknown[]) => void this.steps.push(['giveBackVideo', ...given]);
  prepareVideo = (...given: unknown[]) => this.#step('prepareVideo', given, undefined);
  share = (...given: unknown[]) => this.#step('share', given, this.needsOffer);
  unshare = (...given: unknown[]) => this.#step('unshare', given, this.needsOffer);

  async #step<T>(name: string, given: unknown[], result: T): Promise<T> {
    this.steps.push([name, ...given]);
    if (this.failing.has(name)) throw this.failing.get(name);
    return result;
  }
}

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
  const sent = new FakeSent();
  Object.assign(rig.host, { sent: () => sent });
  rig.host.peer = peer as unknown as RTCPeerConnection;
  rig.engine.reactions.makeCall = () => ({
    id: kSession,
    say: [
      { type: 'callCreated', session: kSession, request: ourInvite() },
      { type: 'openPeer', session: kSession },
    ],
  });
  return { ...rig, peer, sent };
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
  sent: FakeSent;
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
