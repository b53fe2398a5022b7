// Whether the STUN and TURN servers answer, each asked alone.
import type * as Contract from '../../../types/index.js';
import { type IceFailure, IceProbe } from '../../host/ice_probe.js';
import { stopwatch, within } from '../../host/patience.js';
import { RinglineError, errorOfWait } from '../error.js';
import { type Check, type Ground, lacks } from './check.js';

type Name = 'stun' | 'turnUdp' | 'turnTcp' | 'turnTls';

/** Made when they are wanted: what is made at import no bundler leaves out. */
export const iceServerChecks = (): Check[] => [
  checkOf('stun'),
  checkOf('turnUdp'),
  checkOf('turnTcp'),
  checkOf('turnTls'),
];

const kHint = 'Check its address and port, and whether a firewall lets them through.';
// RFC 8489 14.8: who we are was not believed.
const kUnauthenticated = [401, 403, 438, 441];

function checkOf<N extends Name>(name: N): Check<N> {
  return {
    name,
    omit: (ground) => {
      if (serversOf(ground, name).length === 0) return 'notConfigured';
      return lacks(ground, 'webrtc') ? 'impossible' : undefined;
    },
    run: async (ground) => {
      const asked = serversOf(ground, name).map((server) => ask(server, name, ground));
      const servers = await Promise.all(asked);
      const error = servers.some(({ ok }) => ok) ? undefined : servers[0]?.error;
      return { detail: { servers } as Contract.PreflightDetails[N], error };
    },
  };
}

/** One for each URL that is of this step. */
function serversOf({ phone }: Ground, name: Name): RTCIceServer[] {
  const servers = phone.iceServers ?? phone.rtcConfiguration?.iceServers ?? [];
  return servers.flatMap((server) =>
    [server.urls]
      .flat()
      .filter((url) => nameOf(url) === name)
      .map((urls) => ({ ...server, urls })),
  );
}

/** RFC 7064, RFC 7065. */
function nameOf(url: string): Name {
  const [scheme = ''] = url.toLowerCase().split(':');
  if (scheme === 'turns') return 'turnTls';
  if (scheme === 'turn') return /[?&]transport=tcp\b/i.test(url) ? 'turnTcp' : 'turnUdp';
  // Of what is neither the browser tells that it is none.
  return 'stun';
}

async function ask(
  server: RTCIceServer,
  name: Name,
  { limit, signal }: Ground,
): Promise<Contract.IceServerCheck> {
  const url = String(server.urls);
  const elapsed = stopwatch();
  const outcome = await probed(server, name, { limit, signal }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    return { candidate: undefined, error: typed(error, url) };
  });
  return { url, ok: !outcome.error, duration: elapsed(), ...outcome };
}

async function probed(
  server: RTCIceServer,
  name: Name,
  patience: Pick<Ground, 'limit' | 'signal'>,
): Promise<Pick<Contract.IceServerCheck, 'candidate' | 'error'>> {
  const probe = new IceProbe(server, name === 'stun' ? 'srflx' : 'relay');
  try {
    const { candidate, failure } = await within(probe.finding, patience);
    return { candidate, error: failure && errorOfFailure(failure, String(server.urls)) };
  } finally {
    probe.close();
  }
}

function errorOfFailure({ code, text }: IceFailure, url: string): RinglineError {
  const detail = `${url} ${code || ''} ${text}`.replace(/\s+/g, ' ').trim();
  return kUnauthenticated.includes(code)
    ? new RinglineError('authentication', detail, { hint: 'Check username and credential.' })
    : new RinglineError('unreachable', detail, { hint: kHint });
}

function typed(cause: unknown, url: string): RinglineError {
  const error = errorOfWait(cause, { detail: url, hint: kHint });
  if (error instanceof RinglineError) return error;
  return new RinglineError('invalidArgument', `iceServers: ${url}`, { cause });
}
