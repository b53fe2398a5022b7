// Why a body was refused. Messages name places and rules, never what stands there: bodies are private.
import type * as Contract from '../../types/events.js';

export class EventBodyError extends Error implements Contract.EventBodyError {
  override readonly name = 'EventBodyError';
  readonly code: Contract.EventBodyErrorCode;

  constructor(code: Contract.EventBodyErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
