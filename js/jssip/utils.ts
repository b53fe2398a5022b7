// JsSIP.Utils.
import type * as Contract from '../../types/jssip.js';
import { grammar, md5, normalizeTarget as targetUri } from '../engine/sip_text.js';
import { randomBytes } from '../host/random.js';
import { causes } from './causes.js';
import { C } from './constants.js';
import { headerize } from './headerize.js';
import { escapeUser, URI } from './uri.js';

export { headerize, escapeUser };

export function str_utf8_length(str: string): number {
  return new TextEncoder().encode(str).length;
}

export function isFunction(fn: unknown): boolean {
  return typeof fn === 'function';
}

export function isString(str: unknown): str is string {
  return typeof str === 'string' || str instanceof String;
}

/** A whole number, or a text that is one. */
export function isDecimal(num: unknown): num is number {
  const text = String(num);
  return !Number.isNaN(Number(num)) && Number.parseFloat(text) === Number.parseInt(text, 10);
}

export function isEmpty(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === '' ||
    Number.isNaN(value) ||
    (Array.isArray(value) && value.length === 0)
  );
}

export function hasMethods(obj: Record<string, unknown>, ...methodNames: string[]): boolean {
  return methodNames.every((name) => isFunction(obj[name]));
}

export function createRandomToken(size: number, base = 32): string {
  let token = '';
  for (const byte of randomBytes(size)) token += (byte % base).toString(base);
  return token;
}

export function newTag(): string {
  return createRandomToken(10);
}

/** RFC 9562 5.4. */
export function newUUID(): string {
  const bytes = randomBytes(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export function hostType(host: string): 'domain' | 'IPv4' | 'IPv6' | undefined {
  const found = host ? grammar('host', host) : undefined;
  return found?.[found.indexOf('host_type') + 1] as 'domain' | undefined;
}

export function normalizeTarget(target: Contract.URI | string, domain?: string): URI | undefined {
  if (target instanceof URI) return target;
  if (!target || typeof target !== 'string') return undefined;
  const uri = targetUri(target, domain ?? '');
  return uri === undefined ? undefined : URI.parse(uri);
}

export function sipErrorCause(status_code: number): Contract.causes {
  for (const [cause, codes] of Object.entries(C.SIP_ERROR_CAUSES)) {
    if (codes.includes(status_code)) return causes[cause as keyof typeof causes];
  }
  return causes.SIP_FAILURE_CODE;
}

/** An address that nobody has (RFC 5735 3). */
export function getRandomTestNetIP(): string {
  return `192.0.2.${1 + (randomBytes(1)[0]! % 254)}`;
}

export function calculateMD5(str: string): string {
  return md5(str);
}

export function closeMediaStream(stream?: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

export function cloneArray<T>(arr?: T[] | null): T[] {
  return arr ? [...arr] : [];
}

export function cloneObject<T>(obj: T, fallback = {} as T): T {
  return obj ? { ...obj } : fallback;
}
