// The errors that JsSIP's methods throw, told apart by `code` and `name`.
import type * as Contract from '../../types/jssip.js';

abstract class BaseError extends Error implements Contract.BaseError {
  abstract readonly code: number;
}

export class ConfigurationError extends BaseError implements Contract.ConfigurationError {
  readonly code = 1;
  override name = 'CONFIGURATION_ERROR';
  readonly value: unknown;
  constructor(
    readonly parameter: string,
    value?: unknown,
  ) {
    super(
      value
        ? `Invalid value ${JSON.stringify(value)} for parameter "${parameter}"`
        : `Missing parameter: ${parameter}`,
    );
    this.value = value;
  }
}

export class InvalidStateError extends BaseError implements Contract.InvalidStateError {
  readonly code = 2;
  override name = 'INVALID_STATE_ERROR';
  constructor(readonly status: number) {
    super(`Invalid status: ${status}`);
  }
}

export class NotSupportedError extends BaseError implements Contract.NotSupportedError {
  readonly code = 3;
  override name = 'NOT_SUPPORTED_ERROR';
}

export class NotReadyError extends BaseError implements Contract.NotReadyError {
  readonly code = 4;
  override name = 'NOT_READY_ERROR';
}
