// The entry `ringline/jssip/lib/*`, for deep imports of JsSIP's files: what those export, in one.
import * as JsSIP from './jssip.js';
import { C, Exceptions, Utils } from './jssip.js';

export * from './jssip.js';

// Of jssip/lib/Constants. REASON_PHRASE is to be had of C, since it is made when it is asked for.
export import USER_AGENT = C.USER_AGENT;
export import SIP = C.SIP;
export import SIPS = C.SIPS;
export import causes = C.causes;
export import SIP_ERROR_CAUSES = C.SIP_ERROR_CAUSES;
export import ACK = C.ACK;
export import BYE = C.BYE;
export import CANCEL = C.CANCEL;
export import INFO = C.INFO;
export import INVITE = C.INVITE;
export import MESSAGE = C.MESSAGE;
export import NOTIFY = C.NOTIFY;
export import OPTIONS = C.OPTIONS;
export import REGISTER = C.REGISTER;
export import REFER = C.REFER;
export import UPDATE = C.UPDATE;
export import SUBSCRIBE = C.SUBSCRIBE;
export import DTMF_TRANSPORT = C.DTMF_TRANSPORT;
export import ALLOWED_METHODS = C.ALLOWED_METHODS;
export import ACCEPTED_BODY_TYPES = C.ACCEPTED_BODY_TYPES;
export import MAX_FORWARDS = C.MAX_FORWARDS;
export import SESSION_EXPIRES = C.SESSION_EXPIRES;
export import MIN_SESSION_EXPIRES = C.MIN_SESSION_EXPIRES;
export import CONNECTION_RECOVERY_MAX_INTERVAL = C.CONNECTION_RECOVERY_MAX_INTERVAL;
export import CONNECTION_RECOVERY_MIN_INTERVAL = C.CONNECTION_RECOVERY_MIN_INTERVAL;

// Of jssip/lib/Exceptions.
export import ConfigurationError = Exceptions.ConfigurationError;
export import InvalidStateError = Exceptions.InvalidStateError;
export import NotSupportedError = Exceptions.NotSupportedError;
export import NotReadyError = Exceptions.NotReadyError;

// Of jssip/lib/Utils.
export import str_utf8_length = Utils.str_utf8_length;
export import isFunction = Utils.isFunction;
export import isString = Utils.isString;
export import isDecimal = Utils.isDecimal;
export import isEmpty = Utils.isEmpty;
export import hasMethods = Utils.hasMethods;
export import createRandomToken = Utils.createRandomToken;
export import newTag = Utils.newTag;
export import newUUID = Utils.newUUID;
export import hostType = Utils.hostType;
export import escapeUser = Utils.escapeUser;
export import normalizeTarget = Utils.normalizeTarget;
export import headerize = Utils.headerize;
export import sipErrorCause = Utils.sipErrorCause;
export import getRandomTestNetIP = Utils.getRandomTestNetIP;
export import calculateMD5 = Utils.calculateMD5;
export import closeMediaStream = Utils.closeMediaStream;
export import cloneArray = Utils.cloneArray;
export import cloneObject = Utils.cloneObject;

// Of jssip/lib/Grammar.
export function parse(input: string, startRule?: string): any;
export function toSource(): any;

declare const all: typeof JsSIP & typeof C & typeof Utils & typeof Exceptions;
export default all;
