// One INFO, sent or received.
import type * as Contract from '../../types/jssip.js';
import { FollowedRequest } from './follower.js';

export class Info extends FollowedRequest implements Contract.Info {
  constructor(
    readonly contentType: string,
    readonly body: string,
  ) {
    super();
  }
}
