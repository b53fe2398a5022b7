// What the engine says of a call, as JsSIP's events.
import type * as Contract from '../../types/jssip.js';
import type { AppOutputType, InputOf, OutputOf } from '../engine/vocabulary.js';
import { causeOf, causes } from './causes.js';
import { C } from './constants.js';
import { DTMF } from './dtmf.js';
import { Info } from './info.js';
import type { RTCSession } from './rtc_session.js';
import { kStatus } from './session_status.js';
import { OutgoingInvite } from './outgoing_invite.js';
import { IncomingRequest, IncomingResponse, OutgoingRequest, responseOf } from './sip_message.js';

export type Table<T extends AppOutputType, Session = RTCSession> = {
  [Type in T]: (session: Session, output: OutputOf<Type>) => void;
};
/** One of ours under way: what is done when it is, and what the call ends with when it was refused. */
export interface Renegotiation {
  phrase: string;
  done: (() => void) | undefined;
  /** In place of the call's end. */
  failed?: () => void;
}

type Told = Extract<OutputOf<AppOutputType>, { session: number }>['type'];

// One begins or replaces a call; of the others JsSIP knows nothing, and they are not asked for.
type Unheard =
  | 'incomingCall'
  | 'referProgress'
  | 'callModeChanged'
  | 'upgradeOffered'
  | 'qualityMeasured'
  | 'warningChanged';

/** What is said of a call. */
export const sessionEvents: Table<Exclude<Told, Unheard>> = {
  callCreated(session, { request }) {
    session._request = new OutgoingInvite(request, session);
    session._announceWhenComplete();
  },

  callConnecting(session) {
    session._announce();
    session.emit('connecting', { request: session._request });
  },

  reviewSdp(session, { op, originator, kind, sdp }) {
    const event = { originator, type: kind === 'offer' ? kind : 'answer', sdp };
    try {
      session.emit('sdp', event);
    } finally {
      session._line.answer({ type: 'sdpReviewed', op, sdp: event.sdp });
    }
  },

  reviewRequest(session, { op, request: text }) {
    const request = session._request as OutgoingRequest;
    request._renew(text);
    session._status = kStatus.STATUS_INVITE_SENT;
    try {
      session.emit('sending', { request });
    } finally {
      session._line.answer({ type: 'requestReviewed', op, text: request._edited() });
    }
  },

  reviewReoffer(session, { op, method, request }) {
    const review: InputOf<'reofferReviewed'> = { type: 'reofferReviewed', op, accept: true };
    const event: Contract.ReInviteEvent & { callback: VoidFunction | undefined } = {
      request: new IncomingRequest(request, session._ua),
      callback: undefined,
      reject({ status_code = 403, reason_phrase = '', extraHeaders = [] } = {}) {
        if (!(status_code >= 300 && status_code < 700)) {
          throw new TypeError(`Invalid status_code: ${status_code}`);
        }
        Object.assign(review, {
          accept: false,
          statusCode: status_code,
          reasonPhrase: reason_phrase,
          extraHeaders: [...extraHeaders],
        });
      },
    };
    try {
      session.emit(method === C.UPDATE ? 'update' : 'reinvite', event);
    } finally {
      if (review.accept) session._reoffers.set(op, event);
      session._line.answer(review);
    }
  },

  reofferAnswered(session, { op }) {
    const event = session._reoffers.get(op);
    session._reoffers.delete(op);
    event?.callback?.();
  },

  // JsSIP forgets the callback of an offer that comes to nothing.
  offerWithdrawn(session, { op }) {
    session._reoffers.delete(op);
  },

  callProgress(session, { originator, response }) {
    if (originator === 'remote') session._status = kStatus.STATUS_1XX_RECEIVED;
    session.emit('progress', { originator, response: responseOf(response) });
  },

  callAccepted(session, { originator, response }) {
    session._status =
      originator === 'remote' ? kStatus.STATUS_CONFIRMED : kStatus.STATUS_WAITING_FOR_ACK;
    session._start_time = new Date();
    const answer = responseOf(response);
    session._to_tag = answer?.to_tag ?? null;
    session.emit('accepted', { originator, response: answer });
  },

  callConfirmed(session, { originator, ack }) {
    session._status = kStatus.STATUS_CONFIRMED;
    const request = ack ? new IncomingRequest(ack, session._ua) : null;
    session._to_tag ??= request?.to_tag ?? null;
    session.emit('confirmed', { originator, ack: request });
  },

  callEnded(session, { originator, message, cause }) {
    const said = originator === 'local' ? session._endCause : undefined;
    session._close();
    session.emit('ended', {
      originator,
      message: messageOf(session, message),
      cause: said ?? causeOf(cause),
    });
  },

  callFailed(session, { originator, message, detail, cause }) {
    session._announce();
    const event = {
      originator,
      message: messageOf(session, message) ?? (cause === 'internalError' && detail ? detail : null),
      cause: causeOf(cause),
    };
    session.emit('_failed', event);
    session._close();
    session.emit('failed', event);
  },

  mediaFailed(session, { op, stage }) {
    const event =
      stage === 'getUserMedia'
        ? 'getusermediafailed'
        : `peerconnection:${stage.toLowerCase()}failed`;
    session.emit(event, session._line.host.errorOf(op));
  },

  callHeld(session, { originator, held }) {
    session._held[originator === 'local' ? 'local' : 'remote'] = held;
    session.emit(held ? 'hold' : 'unhold', { originator });
  },

  renegotiationEnded(session, { request, ok, response }) {
    const renegotiation = session._renegotiations.get(request);
    session._renegotiations.delete(request);
    if (ok) renegotiation?.done?.();
    else if (renegotiation?.failed) renegotiation.failed();
    // The peer refused, as opposed to the call's end; JsSIP's applications count on the call's end then.
    else if (renegotiation && response && !session.isEnded()) {
      session.terminate({
        cause: causes.WEBRTC_ERROR,
        status_code: 500,
        reason_phrase: renegotiation.phrase,
      });
    }
  },

  callReconnecting(session) {
    session.emit('reconnecting');
  },

  callReconnected(session) {
    session.emit('reconnected');
  },

  toneSent(session, { request, tone, duration }) {
    // The browser plays a tone of RFC 4733 itself, and JsSIP tells of none.
    if (!request) return;
    const dtmf = new DTMF(tone, duration);
    session._line.follow(request, dtmf);
    session.emit('newDTMF', { originator: 'local', dtmf, request: null });
  },

  toneReceived(session, { tone, duration, request }) {
    session.emit('newDTMF', {
      originator: 'remote',
      dtmf: new DTMF(tone, duration),
      request: new IncomingRequest(request, session._ua),
    });
  },

  infoReceived(session, { contentType, body, request }) {
    session.emit('newInfo', {
      originator: 'remote',
      info: new Info(contentType, body),
      request: new IncomingRequest(request, session._ua),
    });
  },

  referReceived(session, { refer, request }) {
    const reject = () =>
      void session._line.attempt({ type: 'respond', incoming: refer, statusCode: 603 });
    const accept: Contract.ReferEvent['accept'] = (initCallback, options) =>
      session._acceptRefer(refer, options, initCallback as (session: RTCSession) => void);
    const isHeard = session.emit('refer', {
      request: new IncomingRequest(request, session._ua),
      accept,
      reject,
    });
    // Whoever asks for the transfer must not wait for nobody.
    if (!isHeard) reject();
  },
};

function messageOf(session: RTCSession, text: string): IncomingRequest | IncomingResponse | null {
  if (!text) return null;
  return text.startsWith('SIP/')
    ? new IncomingResponse(text)
    : new IncomingRequest(text, session._ua);
}
