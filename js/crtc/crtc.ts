// The names of `ringline/crtc`: JsSIP's, and what CRTC has of its own. types/crtc.d.ts is what they
// promise, and where they are described.
import type * as Contract from '../../types/crtc.js';
import { ringlineVersion } from '../jssip/constants.js';
import { debug as debugFactory } from './debug.js';
import { interfaceName } from './interface_name.js';
import { RTCSession as RTCSessionClass } from './rtc_session.js';
import { StatsWatch } from './stats_watch.js';
import { UA as UAClass } from './ua.js';
import * as utils from './utils.js';

export { C, Exceptions, Grammar, NameAddrHeader, URI, WebSocketInterface } from '../jssip/jssip.js';
export type * from '../../types/crtc.js';

// The classes with no more to them than is promised.
export const UA: typeof Contract.UA = UAClass;
export type UA = Contract.UA;
export const RTCSession: typeof Contract.RTCSession = RTCSessionClass;
export type RTCSession = Contract.RTCSession;
export const getStats: typeof Contract.getStats = StatsWatch;
export type getStats = Contract.getStats;

export const Utils: typeof Contract.Utils = utils;
export const Utls: typeof Contract.Utils = utils;
export const debug: Contract.Debug = debugFactory;
export const name: string = interfaceName;
export const version: string = ringlineVersion;
