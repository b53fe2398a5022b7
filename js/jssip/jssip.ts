// The names of `ringline/jssip`. types/jssip.d.ts is what they promise, and where they are described.
import type * as Contract from '../../types/jssip.js';
import { C as constants, name as interfaceName, version as interfaceVersion } from './constants.js';
import { debug as debugFactory } from './debug.js';
import * as exceptions from './exceptions.js';
import { Grammar as grammar } from './grammar.js';
import { NameAddrHeader as NameAddrHeaderClass } from './name_addr_header.js';
import { RTCSession as RTCSessionClass } from './rtc_session.js';
import { UA as UAClass } from './ua.js';
import { URI as URIClass } from './uri.js';
import * as utils from './utils.js';
import { WebSocketInterface as WebSocketInterfaceClass } from './web_socket_interface.js';

export type * from '../../types/jssip.js';

// The classes with no more to them than is promised.
export const UA: typeof Contract.UA = UAClass;
export type UA = Contract.UA;
export const RTCSession: typeof Contract.RTCSession = RTCSessionClass;
export type RTCSession = Contract.RTCSession;
export const URI: typeof Contract.URI = URIClass;
export type URI = Contract.URI;
export const NameAddrHeader: typeof Contract.NameAddrHeader = NameAddrHeaderClass;
export type NameAddrHeader = Contract.NameAddrHeader;
export const WebSocketInterface: typeof Contract.WebSocketInterface = WebSocketInterfaceClass;
export type WebSocketInterface = Contract.WebSocketInterface;

export const C: typeof Contract.C = constants;
export const Exceptions: typeof Contract.Exceptions = exceptions;
export const Utils: typeof Contract.Utils = utils;
export const Grammar: typeof Contract.Grammar = grammar;
export const debug: Contract.Debug = debugFactory;
export const name: string = interfaceName;
export const version: string = interfaceVersion;
