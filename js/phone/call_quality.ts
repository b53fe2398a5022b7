// The quality of a call: what the application wishes as the engine's configuration, and what the engine measured
// as the application reads it.
import type * as Contract from '../../types/index.js';
import type { Config, FlowQuality, OutputOf, QualityOptions } from '../engine/vocabulary.js';
import { check, checkNames, known, refuse } from './options.js';

const kInterval = 2000; // Milliseconds.
const kShortest = 250; // A browser's own figures are no newer.

/** Each word of the application beside the engine's. */
const kThresholds = {
  highRoundTripTime: 'highRoundTrip',
  highLoss: 'highLoss',
  highJitter: 'highJitter',
  lowMos: 'lowMos',
  silentMicrophone: 'silence',
  noInboundMedia: 'mediaTimeout',
  frozenVideo: 'lowFrameRate',
  blackVideo: 'lowBrightness',
} as const satisfies Record<Contract.CallWarning['name'], keyof QualityOptions>;

const kLevels = ['excellent', 'good', 'average', 'poor', 'veryPoor'] as const;

/** Throws RinglineError on what cannot be meant. */
export function qualityConfig(
  options: false | Contract.QualityOptions | undefined,
): Pick<Config, 'statsInterval' | 'quality'> {
  if (options === false) return { statsInterval: 0, quality: {} };
  check('quality', options, 'object');
  const {
    interval = kInterval,
    levels,
    warnings,
    detectBlackVideo,
    limitSending,
  } = known('quality', options ?? {});
  check('quality.interval', interval, 'number');
  if (interval < kShortest) refuse(`quality.interval is shorter than ${kShortest} ms`);
  check('quality.detectBlackVideo', detectBlackVideo, 'boolean');
  check('quality.limitSending', limitSending, 'boolean');
  return {
    statsInterval: interval,
    quality: {
      ...levelsOf(levels),
      ...thresholdsOf(warnings),
      detectBlackVideo: detectBlackVideo ?? false,
      limitsSending: limitSending ?? false,
    },
  };
}

function levelsOf(levels: Contract.QualityOptions['levels'] = {}): QualityOptions {
  checkNames('quality.levels', levels, kLevels);
  const bounds: QualityOptions = {};
  for (const name of kLevels) {
    checkNames(`quality.levels.${name}`, levels[name], ['loss', 'roundTripTime']);
    const { loss, roundTripTime } = levels[name] ?? {};
    check(`quality.levels.${name}.loss`, loss, 'number');
    check(`quality.levels.${name}.roundTripTime`, roundTripTime, 'number');
    bounds[name] = { loss, roundTrip: roundTripTime };
  }
  return bounds;
}

function thresholdsOf(warnings: Contract.QualityOptions['warnings'] = {}): QualityOptions {
  checkNames('quality.warnings', warnings, Object.keys(kThresholds));
  const thresholds: QualityOptions = {};
  for (const name of Object.keys(kThresholds) as (keyof typeof kThresholds)[]) {
    const threshold = warnings[name];
    check(`quality.warnings.${name}`, threshold, 'number');
    if (threshold !== undefined) thresholds[kThresholds[name]] = threshold;
  }
  return thresholds;
}

export function qualityOf(measured: OutputOf<'qualityMeasured'>): Contract.CallQuality {
  const { audioSent, videoSent, audioReceived, videoReceived } = measured;
  return {
    roundTripTime: measured.roundTrip,
    mos: measured.mos,
    uplink: {
      level: measured.uplink as Contract.QualityLevel,
      loss: measured.uplinkLoss,
      bitrate: sum(audioSent.bitrate, videoSent.bitrate),
    },
    downlink: {
      level: measured.downlink as Contract.QualityLevel,
      loss: measured.downlinkLoss,
      bitrate: sum(audioReceived.bitrate, videoReceived.bitrate),
    },
    audio: { send: flowOf(audioSent), receive: flowOf(audioReceived) },
    video: { send: flowOf(videoSent), receive: flowOf(videoReceived) },
  };
}

function flowOf({ frameRate, ...flow }: FlowQuality): Contract.FlowQuality {
  return { ...flow, framesPerSecond: frameRate };
}

function sum(audio: number | undefined, video: number | undefined): number | undefined {
  return audio === undefined && video === undefined ? undefined : (audio ?? 0) + (video ?? 0);
}

export function warningOf(changed: OutputOf<'warningChanged'>): Contract.CallWarning {
  const { warning: name, raised, value, threshold } = changed;
  return { name, raised, value, threshold: threshold ?? 0 };
}
