// What a source of a shared picture says, as an error of this API.
import type * as Contract from '../../types/index.js';
import type { ShareError, ShareErrorCode } from '../host/share_sources/share_source.js';
import { RinglineError } from './error.js';

const kCodes: { [Code in ShareErrorCode]: Contract.ErrorCode } = {
  unsupported: 'unsupported',
  denied: 'mediaDenied',
  gestureNeeded: 'gestureNeeded',
  missing: 'mediaMissing',
  crossOrigin: 'mediaForbidden',
  failed: 'mediaFailed',
};

export function errorOfShare(error: ShareError): RinglineError {
  return new RinglineError(kCodes[error.code], error.message, { cause: error.cause ?? error });
}
