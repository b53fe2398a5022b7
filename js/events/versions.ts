// Documents that say what has changed are counted; RFC 4235 4.3, RFC 3680 5.2 and RFC 4575 4.6 count alike.

interface Known {
  readonly version: number;
  readonly outOfStep: boolean;
}
interface Document {
  readonly version: number;
  readonly state: 'full' | 'partial' | 'deleted';
}

/**
 * Whether a document says nothing new. The RFCs discard what has a lower number. The same number again is a
 * repetition; a full document is taken even so, since it cannot be wrong, and some servers never count.
 */
export function isStale(known: Known | undefined, { version, state }: Document): boolean {
  if (!known) return false;
  return version < known.version || (version === known.version && state === 'partial');
}

/** Whether something is missing after a document: changes came without what they change, or a number was left out. */
export function isOutOfStep(known: Known | undefined, { version, state }: Document): boolean {
  return state === 'partial' && (!known || known.outOfStep || version !== known.version + 1);
}

/** The rows with each that a document tells in its old place, or at the end. */
export function updated<Row>(
  rows: readonly Row[],
  told: readonly Row[],
  key: (row: Row) => string,
  merge: (old: Row | undefined, row: Row) => Row | undefined = (_, row) => row,
): Row[] {
  const table = new Map(rows.map((row) => [key(row), row]));
  for (const row of told) {
    const next = merge(table.get(key(row)), row);
    if (next) table.set(key(row), next);
    else table.delete(key(row));
  }
  return [...table.values()];
}
