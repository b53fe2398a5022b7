// A user agent's configuration: what is accepted, what it becomes, and what the engine is made from.
import type * as Contract from '../../types/jssip.js';
import { grammar } from '../engine/sip_text.js';
import type { Config } from '../engine/vocabulary.js';
import { C } from './constants.js';
import { ConfigurationError } from './exceptions.js';
import { URI } from './uri.js';
import { createRandomToken, hasMethods, isDecimal, isEmpty, newUUID } from './utils.js';
import { WebSocketInterface } from './web_socket_interface.js';

export interface WeightedSocket {
  socket: Contract.Socket;
  weight: number;
}

/** In the order in which JsSIP lists it. */
export interface Configuration {
  authorization_user: string;
  password: string | null;
  realm: string | null;
  ha1: string | null;
  authorization_jwt: string | null;
  display_name: string | null;
  uri: URI;
  contact_uri: URI;
  instance_id: string;
  use_preloaded_route: boolean;
  session_timers: boolean;
  session_timers_refresh_method: string;
  session_timers_force_refresher: boolean;
  no_answer_timeout: number;
  register: boolean;
  register_expires: number;
  register_from_tag_trail: string | (() => string);
  registrar_server: URI;
  connection_recovery_max_interval: number;
  connection_recovery_min_interval: number;
  extra_headers: string[] | null;
  via_host: string;
  jssip_id: string;
  hostport_params: string;
  user_agent?: string;
  compat?: 'jssip' | Contract.Compat[];
}

/** What may be written to while the user agent runs. */
export const writable = [
  'authorization_user',
  'password',
  'realm',
  'ha1',
  'authorization_jwt',
  'display_name',
  'register',
  'extra_headers',
] as const;

type Given = Record<string, unknown>;
/** What the value becomes; undefined when it is refused. */
export type Check = (value: unknown) => unknown;

const asBoolean: Check = (value) => (typeof value === 'boolean' ? value : undefined);
const asString: Check = (value) => (typeof value === 'string' ? value : undefined);
const asText: Check = (value) => String(value);
const asNumber =
  (least: number): Check =>
  (value) =>
    isDecimal(value) && Number(value) >= least ? Number(value) : undefined;

const asUri = (value: unknown) => {
  const text = String(value);
  return URI.parse(/^sip:/i.test(text) ? text : `sip:${text}`);
};

// What can be left as JsSIP has it, and what the engine is told then.
const kCompat: Record<Contract.Compat, Partial<Config>> = {
  // A call ends when its media or the connection fails.
  recovery: { recovers: false },
  // The offer waits until gathering is complete, or the application says that it is.
  gathering: { gatheringQuiet: Infinity, gatheringHostQuiet: Infinity, gatheringCap: Infinity },
};

const isCompat = (value: unknown): value is Contract.Compat[] =>
  Array.isArray(value) && value.every((name) => Object.hasOwn(kCompat, String(name)));

const checks: Record<string, Check> = {
  authorization_user: (value) =>
    grammar('quoted_string', `"${String(value)}"`) ? value : undefined,
  authorization_jwt: asString,
  user_agent: asString,
  connection_recovery_max_interval: asNumber(1),
  connection_recovery_min_interval: asNumber(1),
  contact_uri: (value) => (typeof value === 'string' ? URI.parse(value) : undefined),
  display_name: (value) => (value === 0 ? '0' : value),
  instance_id(value) {
    const uuid = String(value).replace(/^uuid:/i, '');
    return grammar('uuid', uuid) ? uuid : undefined;
  },
  no_answer_timeout: asNumber(1),
  session_timers: asBoolean,
  session_timers_refresh_method(value) {
    const method = String(value).toUpperCase();
    return /^(INVITE|UPDATE)$/.test(method) ? method : undefined;
  },
  session_timers_force_refresher: asBoolean,
  password: asText,
  realm: asText,
  ha1: asText,
  register: asBoolean,
  register_expires: asNumber(0),
  register_from_tag_trail: (value) => (typeof value === 'function' ? value : String(value)),
  registrar_server(value) {
    const uri = asUri(value);
    return uri?.user ? undefined : uri;
  },
  use_preloaded_route: asBoolean,
  extra_headers: (value) =>
    Array.isArray(value) ? value.filter((line) => typeof line === 'string') : undefined,
  compat: (value) => (value === 'jssip' || isCompat(value) ? value : undefined),
};

// One for all user agents of the page.
let viaHost: string | undefined;

/** Throws ConfigurationError. `own` are the checks of a facade that has more parameters than JsSIP. */
export function load(
  given: Given,
  own: Record<string, Check> = {},
): { configuration: Configuration; sockets: WeightedSocket[] } {
  const older = kOlderNames.find((name) => Object.hasOwn(given, name));
  const sockets = Object.hasOwn(given, 'sockets')
    ? mandatory(given, 'sockets', socketsOf)
    : mandatory(given, older ?? 'sockets', (value) => socketsOf(fromUrls(value)));
  const uri = mandatory(given, 'uri', (value) => {
    const address = asUri(value);
    return address?.user ? address : undefined;
  });
  const accepted: Given = {};
  for (const [parameter, check] of Object.entries({ ...checks, ...own })) {
    if (!Object.hasOwn(given, parameter) || isEmpty(given[parameter])) continue;
    accepted[parameter] = check(given[parameter]);
    if (accepted[parameter] === undefined) {
      throw new ConfigurationError(parameter, given[parameter]);
    }
  }
  return { sockets, configuration: complete(uri, accepted) };
}

function mandatory<T>(
  given: Given,
  parameter: string,
  check: (value: unknown) => T | undefined,
): T {
  if (!Object.hasOwn(given, parameter)) throw new ConfigurationError(parameter);
  const value = check(given[parameter]);
  if (value === undefined) throw new ConfigurationError(parameter, given[parameter]);
  return value;
}

function complete(uri: URI, accepted: Given): Configuration {
  const registrar = uri.clone();
  registrar.user = null as unknown as string;
  registrar.clearParams();
  registrar.clearHeaders();
  const domain = uri.clone();
  domain.user = null as unknown as string;
  const contact = accepted['contact_uri'] as URI | undefined;
  viaHost ??= `${createRandomToken(12)}.invalid`;
  const host = contact?.host ?? viaHost;
  const configuration: Configuration = {
    authorization_user: uri.user,
    password: null,
    realm: null,
    ha1: null,
    authorization_jwt: null,
    display_name: null,
    uri,
    contact_uri: new URI('sip', createRandomToken(8), host, null, { transport: 'ws' }),
    instance_id: newUUID(),
    use_preloaded_route: false,
    session_timers: true,
    session_timers_refresh_method: C.UPDATE,
    session_timers_force_refresher: false,
    no_answer_timeout: 60,
    register: true,
    register_expires: 600,
    register_from_tag_trail: '',
    registrar_server: registrar,
    connection_recovery_max_interval: C.CONNECTION_RECOVERY_MAX_INTERVAL,
    connection_recovery_min_interval: C.CONNECTION_RECOVERY_MIN_INTERVAL,
    extra_headers: null,
    ...accepted,
    via_host: host,
    jssip_id: createRandomToken(5),
    hostport_params: String(domain).replace(/^sip:/i, ''),
  };
  configuration.no_answer_timeout *= 1000;
  return configuration;
}

// What `sockets` was called before JsSIP 3: URLs, sockets, or either with a weight.
const kOlderNames = ['ws_servers', 'outbound_proxy_set'];

function fromUrls(value: unknown): unknown[] {
  return (Array.isArray(value) ? value : [value]).map((entry: unknown) => {
    if (isObject(entry) && typeof entry['ws_uri'] === 'string') {
      return { socket: socketAt(entry['ws_uri']), weight: entry['weight'] };
    }
    return typeof entry === 'string' ? socketAt(entry) : entry;
  });
}

function socketAt(url: string): WebSocketInterface | undefined {
  try {
    return new WebSocketInterface(url);
  } catch {
    return undefined; // One that is none is passed over, like any other.
  }
}

// A socket, sockets, or sockets with weights; members that are none are passed over.
function socketsOf(value: unknown): WeightedSocket[] | undefined {
  const sockets: WeightedSocket[] = [];
  for (const entry of Array.isArray(value) ? value : [value]) {
    const isWeighted = isObject(entry) && Object.hasOwn(entry, 'socket');
    const socket: unknown = isWeighted ? entry['socket'] : entry;
    const weight = isWeighted ? (entry['weight'] ?? 0) : 0;
    if (!isSocket(socket)) continue;
    if (!isDecimal(weight)) return undefined;
    sockets.push({ socket, weight: Number(weight) });
  }
  return sockets.length ? sockets : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isSocket(value: unknown): value is Contract.Socket {
  return (
    isObject(value) &&
    typeof value['via_transport'] === 'string' &&
    !!grammar('absoluteURI', String(value['url'])) &&
    !!grammar('SIP_URI', String(value['sip_uri'])) &&
    hasMethods(value, 'connect', 'disconnect', 'send')
  );
}

/** What the engine is made from. */
export function engineConfig(
  configuration: Configuration,
  sockets: readonly WeightedSocket[],
): Partial<Config> {
  const { uri, contact_uri, registrar_server, user_agent, compat = [] } = configuration;
  const kept = compat === 'jssip' ? Object.values(kCompat) : compat.map((name) => kCompat[name]);
  const { register_from_tag_trail: trail } = configuration;
  return {
    servers: sockets.map(({ socket, weight }) => ({
      url: socket.url,
      weight,
      sipUri: socket.sip_uri,
      viaTransport: socket.via_transport,
    })),
    uri: String(uri),
    contactUri: String(contact_uri),
    registrar: String(registrar_server),
    viaHost: configuration.via_host,
    instanceId: configuration.instance_id,
    userAgent: user_agent ?? C.USER_AGENT,
    registerFromTagTrail: String(typeof trail === 'function' ? trail() : trail),
    usePreloadedRoute: configuration.use_preloaded_route,
    sessionTimers: configuration.session_timers,
    sessionTimersForceRefresher: configuration.session_timers_force_refresher,
    sessionTimersUseUpdate: configuration.session_timers_refresh_method === C.UPDATE,
    registerExpires: configuration.register_expires * 1000,
    noAnswerTimeout: configuration.no_answer_timeout,
    recoveryMin: configuration.connection_recovery_min_interval * 1000,
    recoveryMax: configuration.connection_recovery_max_interval * 1000,
    reviews: true,
    ...Object.assign({}, ...kept),
    ...credentials(configuration),
    ...identity(configuration),
  };
}

/** The part that setCredentials tells. */
export function credentials(configuration: Configuration) {
  return {
    authorizationUser: String(configuration.authorization_user),
    password: configuration.password ?? '',
    realm: configuration.realm ?? '',
    ha1: configuration.ha1 ?? '',
    authorizationJwt: configuration.authorization_jwt ?? '',
  };
}

/** The part that setIdentity tells. */
export function identity(configuration: Configuration) {
  return {
    displayName: String(configuration.display_name ?? ''),
    extraHeaders: configuration.extra_headers ?? [],
    autoRegister: configuration.register,
  };
}
