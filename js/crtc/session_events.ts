// What the engine says of a call besides what JsSIP's applications hear.
import { IncomingRequest } from '../jssip/sip_message.js';
import type { Table } from '../jssip/session_events.js';
import type { RTCSession } from './rtc_session.js';

type Told = 'callModeChanged' | 'upgradeOffered' | 'qualityMeasured' | 'warningChanged';

export const sessionEvents: Table<Told, RTCSession> = {
  callModeChanged(session, { mode }) {
    session._enter(mode);
  },

  upgradeOffered(session, { op, request }) {
    let isReviewed = false;
    const once = (review: () => void): void => {
      if (!isReviewed) review();
      isReviewed = true;
    };
    // Whether it was in time; later the core has refused the upgrade.
    const answer = (accept: boolean): boolean => {
      try {
        session._line.order({ type: 'upgradeReviewed', op, accept });
        return true;
      } catch {
        return false;
      }
    };
    // Without a camera, refused or not wanted, theirs is seen all the same.
    const accept = (constraints: boolean | MediaTrackConstraints) => {
      if (!constraints) return answer(true);
      const wish = { constraints, isAnswer: true };
      return session._upgrade(wish, () => answer(true)).catch(() => answer(true));
    };
    const isHeard = session.emit('upgradeToVideo', {
      request: new IncomingRequest(request, session._ua),
      accept: (constraints: boolean | MediaTrackConstraints = true) =>
        once(() => void accept(constraints)),
      reject: () => once(() => void answer(false)),
    });
    // Nobody was asked, so nobody here is seen.
    if (!isHeard) answer(true);
  },

  qualityMeasured(session, measured) {
    session._measured(measured);
  },

  warningChanged(session, warning) {
    session._warned(warning);
  },
};
