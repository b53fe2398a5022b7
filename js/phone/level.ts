// How loud a stream or track is, with typed errors.
import type * as Contract from '../../types/index.js';
import { measureLevel } from '../host/level_meter.js';
import { errorOfDevice } from './error.js';
import { only, refuse } from './options.js';

export const levelOf: typeof Contract.levelOf = (source, listener, options = {}) => {
  const { interval = 100 } = only(options, 'interval');
  if (!(interval >= 20 && interval <= 10_000)) refuse('interval must be 20 to 10000');
  if (typeof MediaStream === 'undefined') refuse('source must be a MediaStream or its track');
  const stream = source instanceof MediaStream ? source : new MediaStream([source]);
  if (stream.getAudioTracks().length === 0) refuse('there is no sound in source');
  try {
    return measureLevel(stream, interval, listener);
  } catch (error) {
    throw errorOfDevice(error);
  }
};
