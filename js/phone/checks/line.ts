// Whether a server is there, and whether it takes us: each by a phone of its own, which is gone afterwards.
import type * as Contract from '../../../types/index.js';
import { stopwatch, within } from '../../host/patience.js';
import { errorOfWait } from '../error.js';
import { Phone } from '../phone.js';
import { quiet } from '../promise.js';
import { type Check, type Ground, hasFailed, lacks } from './check.js';

export const serverCheck: Check<'server'> = {
  name: 'server',
  omit: (ground) => (lacks(ground, 'webAssembly', 'webSocket') ? 'impossible' : undefined),
  run: (ground) =>
    withPhone({ ...ground.phone, register: false }, async (phone) => {
      const elapsed = stopwatch();
      const connected = once(phone, 'connected');
      await started(phone, ground);
      const connectTime = elapsed();
      const { server: url } = await connected;
      return { detail: { url, connectTime } };
    }),
};

export const registrationCheck: Check<'registration'> = {
  name: 'registration',
  omit: (ground) => {
    if (ground.phone.register === false) return 'notConfigured';
    const isImpossible = hasFailed(ground, 'server') || lacks(ground, 'webAssembly', 'webSocket');
    return isImpossible ? 'impossible' : undefined;
  },
  run: (ground) =>
    withPhone(ground.phone, async (phone) => {
      const registered = once(phone, 'registered');
      await started(phone, ground);
      return { detail: { response: await registered } };
    }),
};

/** Stops the phone whatever happens: it unregisters, ends its calls and closes its connection. */
export async function withPhone<T>(
  options: Contract.PhoneOptions,
  use: (phone: Phone) => Promise<T>,
): Promise<T> {
  const phone = new Phone(options);
  try {
    return await use(phone);
  } finally {
    await phone.stop();
    phone.dispose();
  }
}

export async function started(phone: Phone, { limit, signal }: Ground): Promise<void> {
  try {
    await within(phone.start(), { limit, signal });
  } catch (error) {
    throw errorOfWait(error);
  }
}

function once<Name extends 'connected' | 'registered'>(
  phone: Phone,
  name: Name,
): Promise<Contract.PhoneEvents[Name]> {
  return quiet(new Promise((resolve) => phone.once(name, resolve)));
}
