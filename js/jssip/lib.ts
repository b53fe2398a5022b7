// The entry `ringline/jssip/lib/*`: what JsSIP's own files export, for applications that import those
// (`jssip/lib/Constants`, `jssip/lib/Utils`). One module for all of them.
import type * as Contract from '../../types/jssip_lib.js';
import * as JsSIP from './jssip.js';
import { C } from './jssip.js';
import * as exceptions from './exceptions.js';
import * as utils from './utils.js';

export * from './jssip.js';
export {
  ConfigurationError,
  InvalidStateError,
  NotReadyError,
  NotSupportedError,
} from './exceptions.js';
export * from './utils.js';
export { parse, toSource } from './grammar.js';

// REASON_PHRASE would ask the core at import.
export const {
  USER_AGENT,
  SIP,
  SIPS,
  causes,
  SIP_ERROR_CAUSES,
  ACK,
  BYE,
  CANCEL,
  INFO,
  INVITE,
  MESSAGE,
  NOTIFY,
  OPTIONS,
  REGISTER,
  REFER,
  UPDATE,
  SUBSCRIBE,
  DTMF_TRANSPORT,
  ALLOWED_METHODS,
  ACCEPTED_BODY_TYPES,
  MAX_FORWARDS,
  SESSION_EXPIRES,
  MIN_SESSION_EXPIRES,
  CONNECTION_RECOVERY_MAX_INTERVAL,
  CONNECTION_RECOVERY_MIN_INTERVAL,
} = C;

// By their descriptors, for the same reason.
const all = [JsSIP, C, utils, exceptions].map((names) => Object.getOwnPropertyDescriptors(names));
export default Object.defineProperties({}, Object.assign({}, ...all)) as typeof Contract.default;
