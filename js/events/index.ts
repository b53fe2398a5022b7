// ringline/events: bodies of event packages as objects. types/events.d.ts is what it promises, and where it is
// described.
import type * as Contract from '../../types/events.js';
import { parseConferenceInfo } from './conference_info.js';
import { parseDialogInfo } from './dialog_info.js';
import { EventBodyError as ErrorClass } from './event_body_error.js';
import { parseIsComposing } from './is_composing.js';
import { parseMessageSummary } from './message_summary.js';
import { parsePresence } from './presence.js';
import { parseRegInfo } from './reg_info.js';
import { parseResourceList } from './resource_list.js';

export type * from '../../types/events.js';
export { mergeConferenceInfo, parseConferenceInfo } from './conference_info.js';
export { mergeDialogInfo, parseDialogInfo } from './dialog_info.js';
export { parseIsComposing, writeIsComposing } from './is_composing.js';
export { parseMessageSummary } from './message_summary.js';
export { parseMultipart } from './multipart.js';
export { parsePresence } from './presence.js';
export { mergeRegInfo, parseRegInfo } from './reg_info.js';
export { parseResourceList } from './resource_list.js';

export const EventBodyError: typeof Contract.EventBodyError = ErrorClass;
export type EventBodyError = Contract.EventBodyError;

export const parseEvent: typeof Contract.parseEvent = (contentType, body) => {
  switch (contentType.split(';', 1)[0]!.trim().toLowerCase()) {
    case 'application/pidf+xml':
      return { type: 'presence', ...parsePresence(body) };
    case 'application/dialog-info+xml':
      return { type: 'dialogInfo', ...parseDialogInfo(body) };
    case 'application/reginfo+xml':
      return { type: 'regInfo', ...parseRegInfo(body) };
    case 'application/simple-message-summary':
      return { type: 'messageSummary', ...parseMessageSummary(body) };
    case 'application/conference-info+xml':
      return { type: 'conferenceInfo', ...parseConferenceInfo(body) };
    case 'application/im-iscomposing+xml':
      return { type: 'isComposing', ...parseIsComposing(body) };
    case 'application/rlmi+xml':
      return { type: 'resourceList', ...parseResourceList(body) };
    default:
      return undefined;
  }
};
