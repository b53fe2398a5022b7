// What the engine says of a call besides what JsSIP's applications hear.
import { IncomingRequest } from '../jssip/sip_message.js';
import type { Table } from '../jssip/session_events.js';
import type { RTCSession } from './rtc_session.js';

type Told = 'callModeChanged' | 'upgradeOffered' | 'qualityMeasured';

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
    const answer = (accept: boolean) =>
      void session._line.attempt({ type: 'upgradeReviewed', op, accept });
    // Without a camera, refused or not wanted, theirs is seen all the same.
    const accept = (constraints: boolean | MediaTrackConstraints) => {
      const camera = constraints ? session._prepareVideo({ constraints }) : Promise.resolve();
      void camera.catch(() => {}).then(() => answer(true));
    };
    const isHeard = session.emit('upgradeToVideo', {
      request: new IncomingRequest(request, session._ua),
      accept: (constraints: boolean | MediaTrackConstraints = true) =>
        once(() => accept(constraints)),
      reject: () => once(() => answer(false)),
    });
    // Nobody was asked, so nobody here is seen.
    if (!isHeard) accept(false);
  },

  qualityMeasured(session, measured) {
    session._measured(measured);
  },
};
