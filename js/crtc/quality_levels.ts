// The thresholds of network quality, as CRTC's configuration has them.
import type * as Contract from '../../types/crtc.js';
import { qualityLevel } from '../engine/quality_level.js';
import type { QualityOptions } from '../engine/vocabulary.js';

type Levels = Contract.NetworkQualityLevels;
type Level = keyof Levels;

// The engine's word for each level that has bounds.
const kWords = { 1: 'excellent', 2: 'good', 3: 'average', 4: 'poor', 5: 'veryPoor' } as const;
const kLevels = [1, 2, 3, 4, 5] as const satisfies Level[];
const kHighest: Required<Contract.NetworkQualityBounds> = { loss: 100, RTT: 3_600_000 };

/** The value itself, or undefined when it cannot be meant. */
export function levelsFrom(value: unknown): Levels | undefined {
  return isTable(value, kWords, isBounds) ? value : undefined;
}

const isBounds = (value: unknown) => isTable(value, kHighest, isBound);

const isBound = (value: unknown, name: string) =>
  typeof value === 'number' && value >= 0 && value <= kHighest[name as keyof typeof kHighest];

/** Whether it has none but those names, and what they have is right, or undefined. */
function isTable(
  value: unknown,
  names: object,
  isRight: (entry: unknown, name: string) => boolean,
): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(
    ([name, entry]) => Object.hasOwn(names, name) && (entry === undefined || isRight(entry, name)),
  );
}

/** As the engine is told. */
export function qualityOptions(levels: Levels = {}): QualityOptions {
  const boundsOf = (level: Level) => {
    const { loss, RTT } = levels[level] ?? {};
    return [kWords[level], { loss: loss === undefined ? loss : loss / 100, roundTrip: RTT }];
  };
  return Object.fromEntries(kLevels.map(boundsOf)) as QualityOptions;
}

/** Of one reading: the first level whose bounds it keeps. Those that are not given are the core's. */
export function levelOf(
  reading: Contract.NetworkQualityBounds,
  levels: Levels = {},
): Contract.QualityLevel {
  const { loss, RTT } = reading;
  if (loss === undefined && RTT === undefined) return 0;
  const usual = {
    loss: qualityLevel(loss === undefined ? loss : loss / 100, undefined),
    RTT: qualityLevel(undefined, RTT),
  };
  const keeps = (name: keyof typeof usual, level: Level) => {
    const bound = levels[level]?.[name];
    return bound === undefined ? usual[name] <= level : !((reading[name] ?? 0) > bound);
  };
  return kLevels.find((level) => keeps('loss', level) && keeps('RTT', level)) ?? 6;
}
