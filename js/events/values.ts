// What stands in attributes and elements, as values. What does not follow the grammar of its kind is undefined.
import { EventBodyError } from './event_body_error.js';

/** xs:unsignedInt and its like. */
export function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** From 0 to 1, as qvalue of RFC 3261 25.1. */
export function quality(text: string | undefined): number | undefined {
  return text !== undefined && /^(0(\.\d{0,9})?|1(\.0{0,9})?)$/.test(text)
    ? Number(text)
    : undefined;
}

/** xs:boolean. */
export function truth(text: string | undefined): boolean | undefined {
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : undefined;
}

/** A point in time by RFC 3339. */
export function timestamp(text: string | undefined): Date | undefined {
  if (!text || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/i.test(text))
    return undefined;
  const date = new Date(text.toUpperCase());
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** One of the words that are listed. */
export function oneOf<const Words extends readonly string[]>(
  words: Words,
  text: string | undefined,
): Words[number] | undefined {
  return words.find((word) => word === text);
}

/** A value without which the document means nothing. */
export function required<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new EventBodyError('incomplete', `No valid ${what}`);
  return value;
}
