// Every function of `ringline/events`, as its documentation says it is used. Compiled, never run.
import {
  EventBodyError,
  mergeConferenceInfo,
  mergeDialogInfo,
  mergeRegInfo,
  parseConferenceInfo,
  parseDialogInfo,
  parseEvent,
  parseIsComposing,
  parseMessageSummary,
  parseMultipart,
  parsePresence,
  parseRegInfo,
  parseResourceList,
  writeIsComposing,
  type ConferenceInfoState,
  type ConferenceUser,
  type DialogInfoState,
  type DialogState,
  type EventBody,
  type EventBodyErrorCode,
  type IsComposing,
  type MessageCount,
  type Presence,
  type PresenceTuple,
  type RegInfoState,
} from 'ringline/events';

declare const body: string;

/** Fails to compile unless it is of that type. */
const same = <T>(value: T): T => value;

// Any body: the type tells the fields.
function shown(event: EventBody): string {
  switch (event.type) {
    case 'presence':
      return event.tuples.map(({ id, basic = 'unknown' }) => `${id} ${basic}`).join();
    case 'dialogInfo':
      return event.dialogs.map(({ id, state }) => `${id} ${state}`).join();
    case 'regInfo':
      return event.registrations.map(({ aor, contacts }) => `${aor} ${contacts.length}`).join();
    case 'messageSummary':
      return `${event.messagesWaiting} ${event.voice?.new ?? 0}`;
    case 'conferenceInfo':
      return `${event.description?.subject} ${event.users.length}`;
    case 'isComposing':
      return event.state;
    case 'resourceList':
      return event.names.join();
  }
}
const event = parseEvent('application/pidf+xml', body);
same<string | undefined>(event && shown(event));
// @ts-expect-error it may be a type that nobody here knows
shown(event);
// @ts-expect-error tuples are presence's
event?.tuples;

try {
  parseEvent('application/pidf+xml', body);
} catch (error) {
  if (error instanceof EventBodyError) same<EventBodyErrorCode>(error.code);
}

const presence: Presence = parsePresence(body);
same<readonly PresenceTuple[]>(presence.tuples);
same<Date | undefined>(presence.tuples[0]?.timestamp);
same<readonly string[]>(presence.activities);
// @ts-expect-error what was parsed is not changed
presence.entity = 'sip:alice@example.com';

let dialogs: DialogInfoState = mergeDialogInfo(undefined, parseDialogInfo(body));
dialogs = mergeDialogInfo(dialogs, parseDialogInfo(body));
same<boolean>(dialogs.outOfStep);
const dialog = dialogs.dialogs[0]!;
same<DialogState>(dialog.state);
same<string | undefined>(dialog.remote?.target);
// @ts-expect-error no such state
same<boolean>(dialog.state === 'ringing');

let registrations: RegInfoState = mergeRegInfo(undefined, parseRegInfo(body));
registrations = mergeRegInfo(registrations, parseRegInfo(body));
same<number | undefined>(registrations.registrations[0]?.contacts[0]?.expires);

const summary = parseMessageSummary(body);
same<boolean>(summary.messagesWaiting);
same<MessageCount | undefined>(summary.fax);

let conference: ConferenceInfoState = mergeConferenceInfo(undefined, parseConferenceInfo(body));
conference = mergeConferenceInfo(conference, parseConferenceInfo(body));
same<readonly ConferenceUser[]>(conference.users);
same<string | undefined>(conference.users[0]?.endpoints[0]?.media[0]?.srcId);

const [part] = parseMultipart('multipart/related;boundary=b', body);
same<string | undefined>(part && parseResourceList(part.body).resources[0]?.instances[0]?.cid);

const composing: IsComposing = parseIsComposing(body);
same<string>(writeIsComposing(composing));
same<string>(writeIsComposing({ state: 'active', lastActive: new Date(), refresh: 60 }));
// @ts-expect-error typing or not
writeIsComposing({ state: 'gone' });
