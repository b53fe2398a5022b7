// A request of ours inside or outside a call, as the application follows it: `succeeded` or `failed`.
import type * as Contract from '../../types/jssip.js';
import type { Cause, OutputOf } from '../engine/vocabulary.js';
import { EventEmitter } from './emitter.js';
import type { Follower } from './line.js';
import { responseOf } from './sip_message.js';

export class FollowedRequest<Map_ = Contract.InDialogEventMap>
  extends EventEmitter<Map_>
  implements Follower
{
  answered({ ok, response, cause }: OutputOf<'requestAnswered'>): void {
    const answer = responseOf(response);
    const originator = answer ? 'remote' : 'system';
    if (ok) this.emit('succeeded', { originator, response: answer });
    else this.emit('failed', { originator, response: answer, ...this.why(cause) });
  }

  /** What `failed` tells besides: nothing, inside a call. */
  protected why(_cause: Cause): object {
    return {};
  }
}

/** Attaches the functions that an application gave by event name. */
export function attach(emitter: EventEmitter<never>, handlers: object | undefined): void {
  for (const [event, handler] of Object.entries(handlers ?? {})) emitter.on(event, handler);
}
