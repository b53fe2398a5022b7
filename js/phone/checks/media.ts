// A call that is measured: with somebody who echoes, or between two phones of this page.
//
// The two phones are joined without a server. By way of ours a call to ourselves would ring wherever else this account
// is registered; and it would tell no more of the sound, which takes the way by the TURN server in both cases.
import type * as Contract from '../../../types/index.js';
import { delay, within } from '../../host/patience.js';
import { socketPair } from '../../host/socket_pair.js';
import { openTone } from '../../host/tone.js';
import type { Call } from '../call.js';
import { RinglineError, errorOfDevice, errorOfWait } from '../error.js';
import type { Phone } from '../phone.js';
import { type Check, type Finding, type Ground, hasFailed, lacks } from './check.js';
import { started, withPhone } from './line.js';

const kReading = 1000; // Milliseconds between two readings of the call.
// Milliseconds for both ends to gather, which takes two seconds each where servers are dead, and for ICE and DTLS.
const kSetUp = 10_000;
const kCallee = 'sip:callee@loopback.invalid';

export const mediaCheck: Check<'media'> = {
  name: 'media',
  omit: (ground) =>
    isCut(ground) || lacks(ground, 'webAssembly', 'webrtc') ? 'impossible' : undefined,
  run: async (ground) => {
    if (ground.microphone) return measure(ground, ground.microphone);
    const tone = await openTone().catch((error: unknown) => {
      throw errorOfDevice(error);
    });
    try {
      return await measure(ground, tone.stream);
    } finally {
      tone.close();
    }
  },
};

function isCut(ground: Ground): boolean {
  if (ground.echo !== undefined) {
    return hasFailed(ground, 'server') || hasFailed(ground, 'registration');
  }
  // From a page that may not use the microphone browsers hide the addresses of the machine behind names of mDNS, which
  // not every network resolves (RFC 8828 5.2).
  return hasFailed(ground, 'microphone') && !isRelayed(ground);
}

function measure(ground: Ground, stream: MediaStream): Promise<Finding<'media'>> {
  const { echo } = ground;
  if (echo === undefined) return callOurselves(ground, stream);
  return withPhone({ ...ground.phone, quality: { interval: kReading } }, async (phone) => {
    await started(phone, ground);
    return callAndMeasure(phone, echo, { ground, stream });
  });
}

function callOurselves(ground: Ground, stream: MediaStream): Promise<Finding<'media'>> {
  const [near, far] = socketPair();
  const both: Pick<Contract.PhoneOptions, 'register' | 'iceServers' | 'rtcConfiguration'> = {
    register: false,
    iceServers: ground.phone.iceServers,
    rtcConfiguration: {
      ...ground.phone.rtcConfiguration,
      ...(isRelayed(ground) && { iceTransportPolicy: 'relay' }),
    },
  };
  const caller = { ...both, server: near, user: 'sip:caller@loopback.invalid' };
  const callee = { ...both, server: far, user: kCallee, quality: false as const };
  return withPhone(callee, (answering) =>
    withPhone({ ...caller, quality: { interval: kReading } }, async (calling) => {
      answering.on('incoming', (call) => void call.answer({ stream }));
      await Promise.all([started(answering, ground), started(calling, ground)]);
      return callAndMeasure(calling, kCallee, { ground, stream });
    }),
  );
}

function isRelayed({ steps: { turnUdp, turnTcp, turnTls } }: Ground): boolean {
  return [turnUdp, turnTcp, turnTls].some((step) => step?.ok);
}

async function callAndMeasure(
  phone: Phone,
  target: string,
  { ground, stream }: { ground: Ground; stream: MediaStream },
): Promise<Finding<'media'>> {
  const { duration, signal } = ground;
  try {
    const call = await within(stood(phone, target, stream), { limit: kSetUp, signal });
    await whileItStands(call, delay(duration, signal));
    return await findingOf(call, ground);
  } catch (error) {
    throw errorOfWait(error);
  }
}

/** A call that was read once: there is media. */
async function stood(phone: Phone, target: string, stream: MediaStream): Promise<Call> {
  const call = await phone.call(target, { stream });
  await call.answered;
  await whileItStands(call, new Promise((resolve) => call.once('quality', resolve)));
  return call;
}

/** As the promise, unless the call ends before. */
async function whileItStands(call: Call, promise: Promise<unknown>): Promise<void> {
  const broken = call.ended.then(({ error }) => {
    throw error ?? new RinglineError('ended');
  });
  await Promise.race([promise, broken]);
}

async function findingOf(call: Call, { echo }: Ground): Promise<Finding<'media'>> {
  const { candidate } = await call.stats();
  const { roundTripTime, mos, uplink, audio } = call.quality!;
  const { bitrate, loss, jitter } = audio.receive;
  const losses = [uplink.loss, loss].filter((one) => one !== undefined);
  const detail: Contract.PreflightMedia = {
    path: echo === undefined ? 'loopback' : 'echo',
    candidate,
    roundTripTime,
    jitter,
    loss: losses.length === 0 ? undefined : Math.max(...losses),
    mos,
  };
  // Of what comes every browser tells the bytes: nothing known is nothing heard.
  const error = bitrate ? undefined : new RinglineError('connectionLost', 'nothing came back');
  return { detail, error };
}
