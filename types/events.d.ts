// `ringline/events`: the bodies of SIP event packages, and of the MESSAGEs that go with them, as objects.
//
// Pure functions of a text; they work in a page, a worker and Node, and need nothing else of this package. Names are
// those of the RFCs, in camelCase. What a sender left out, or wrote in a way that its RFC does not know, is undefined;
// what nobody here knows is passed over. Documents that say what has changed (dialog-info, reginfo, conference-info)
// become a whole with their `merge…` function.
//
// XML is read without document types: a DOCTYPE is refused, entities are the five of XML and character references.

/**
 * Why a body was refused.
 *
 * | code | meaning |
 * |---|---|
 * | `malformed` | Not XML, not the lines of RFC 3842, or not whole. |
 * | `forbidden` | It has a document type, which nobody needs here and attackers do. |
 * | `tooLarge` | More than 1,048,576 characters. |
 * | `tooDeep` | Elements stand in each other more than 64 deep. |
 * | `unexpected` | Another kind of document. |
 * | `incomplete` | What nothing can be done without is missing or wrong: a version, a state, an id. |
 */
export type EventBodyErrorCode =
  'malformed' | 'forbidden' | 'tooLarge' | 'tooDeep' | 'unexpected' | 'incomplete';

/** The only error that the functions of this entry throw. */
export declare class EventBodyError extends Error {
  constructor(code: EventBodyErrorCode, message: string);
  readonly name: 'EventBodyError';
  readonly code: EventBodyErrorCode;
}

// ── presence ────────────────────────────────────────────────────────────────────────────────────

/** `application/pidf+xml` (RFC 3863), with what RFC 4480 says about the person. */
export interface Presence {
  /** Whose presence: a `pres:` or `sip:` URI (RFC 3863 4.1.1). Empty when it was left out. */
  readonly entity: string;
  /** The ways to reach them, in the order of the document (RFC 3863 4.1.2). */
  readonly tuples: readonly PresenceTuple[];
  /** Remarks for people to read: of the document, of the person and of their activities (RFC 3863 4.1.6, RFC 4480 3.2). */
  readonly notes: readonly string[];
  /**
   * What they do: names of RFC 4480 3.2 such as `on-the-phone` or `meeting`, and the words in which an `other` is
   * described. Each once.
   */
  readonly activities: readonly string[];
}

export interface PresenceTuple {
  /** Distinguishes the tuples of one document (RFC 3863 4.1.2). Empty when it was left out. */
  readonly id: string;
  /** Whether messages are taken here (RFC 3863 4.1.4). */
  readonly basic: 'open' | 'closed' | undefined;
  /** A URI (RFC 3863 4.1.5). */
  readonly contact?: string | undefined;
  /** From 0 to 1, the greater the better (RFC 3863 4.1.5). */
  readonly priority?: number | undefined;
  /** The first remark on this tuple (RFC 3863 4.1.6). */
  readonly note?: string | undefined;
  /** When the status of this tuple changed (RFC 3863 4.1.7). */
  readonly timestamp?: Date | undefined;
}

/** @throws {EventBodyError} */
export declare function parsePresence(body: string): Presence;

// ── dialogs ─────────────────────────────────────────────────────────────────────────────────────

/** `application/dialog-info+xml` (RFC 4235): the calls of somebody, or what has changed about them. */
export interface DialogInfo {
  /** Counts the documents of one subscription, from any number (RFC 4235 4.1). */
  readonly version: number;
  /** Whether `dialogs` are all there are, or those that changed. */
  readonly state: 'full' | 'partial';
  /** Whose dialogs: a URI. Empty when it was left out. */
  readonly entity: string;
  readonly dialogs: readonly Dialog[];
}

/** RFC 4235 3.7.1. */
export type DialogState = 'trying' | 'proceeding' | 'early' | 'confirmed' | 'terminated';

/** One call, or one attempt at one (RFC 4235 4.1.1). */
export interface Dialog {
  /** Distinguishes the dialogs of one subscription. */
  readonly id: string;
  /** Call-ID and tags: what Replaces and Join name (RFC 3891, RFC 3911). */
  readonly callId?: string | undefined;
  readonly localTag?: string | undefined;
  readonly remoteTag?: string | undefined;
  /** Of the INVITE, seen from `entity`: `initiator` called, `recipient` was called. */
  readonly direction?: 'initiator' | 'recipient' | undefined;
  readonly state: DialogState;
  /** What led to the state (RFC 4235 4.1.2). */
  readonly event?:
    | 'cancelled'
    | 'rejected'
    | 'replaced'
    | 'local-bye'
    | 'remote-bye'
    | 'error'
    | 'timeout'
    | undefined;
  /** The status code that led to the state, for example 486. */
  readonly code?: number | undefined;
  /** How long the dialog has stood, in seconds (RFC 4235 4.1.3). */
  readonly duration?: number | undefined;
  /** The end of `entity`, and the other (RFC 4235 4.1.6). */
  readonly local?: DialogParticipant | undefined;
  readonly remote?: DialogParticipant | undefined;
}

export interface DialogParticipant {
  /** The URI of From or To. */
  readonly identity?: string | undefined;
  /** The name beside the identity. */
  readonly displayName?: string | undefined;
  /** The URI of Contact. */
  readonly target?: string | undefined;
  /** Of the target: `['+sip.rendering', 'no']` is a call on hold (RFC 4235 5.2). */
  readonly parameters: ReadonlyArray<readonly [name: string, value: string]>;
}

/** What is known after some documents of one subscription (RFC 4235 4.3). */
export interface DialogInfoState {
  /** Of the document that was merged last. */
  readonly version: number;
  readonly entity: string;
  /** Those that ended are here once, with state `terminated`, and gone at the next document. */
  readonly dialogs: readonly Dialog[];
  /** A document is missing: refresh the subscription, so that a full one comes. That one makes it false. */
  readonly outOfStep: boolean;
}

/** @throws {EventBodyError} */
export declare function parseDialogInfo(body: string): DialogInfo;

/**
 * The state after one more document (RFC 4235 4.3). Neither argument is changed; a document from the past gives the
 * very `state` that was handed in.
 *
 * @param state What the last call returned; undefined for the first document of a subscription.
 */
export declare function mergeDialogInfo(
  state: DialogInfoState | undefined,
  latest: DialogInfo,
): DialogInfoState;

// ── registrations ───────────────────────────────────────────────────────────────────────────────

/** `application/reginfo+xml` (RFC 3680): where somebody is registered, or what has changed about it. */
export interface RegInfo {
  /** Counts the documents of one subscription, from 0 (RFC 3680 5.1). */
  readonly version: number;
  /** Whether `registrations` are all there are, or those that changed. */
  readonly state: 'full' | 'partial';
  readonly registrations: readonly Registration[];
}

/** One address of record (RFC 3680 5.1). */
export interface Registration {
  /** The address of record: a URI. Empty when it was left out. */
  readonly aor: string;
  readonly id: string;
  /** `init` without any contact, `active` with some, `terminated` when the last was gone (RFC 3680 4.7.1). */
  readonly state: 'init' | 'active' | 'terminated';
  readonly contacts: readonly RegisteredContact[];
}

/** One contact of an address of record (RFC 3680 5.1). */
export interface RegisteredContact {
  readonly id: string;
  readonly state: 'active' | 'terminated';
  /** What led to the state (RFC 3680 4.7.1). */
  readonly event?:
    | 'registered'
    | 'created'
    | 'refreshed'
    | 'shortened'
    | 'expired'
    | 'deactivated'
    | 'probation'
    | 'unregistered'
    | 'rejected'
    | undefined;
  readonly uri?: string | undefined;
  readonly displayName?: string | undefined;
  /** How long this contact is valid yet, in seconds. */
  readonly expires?: number | undefined;
  /** How long it has been bound, in seconds. */
  readonly durationRegistered?: number | undefined;
  /** After a `probation`, in how many seconds to register anew. */
  readonly retryAfter?: number | undefined;
  /** From 0 to 1, the greater the better. */
  readonly q?: number | undefined;
  /** Of the REGISTER that touched it last. */
  readonly callId?: string | undefined;
  readonly cseq?: number | undefined;
  /** Parameters of the Contact that RFC 3680 does not name: `['+sip.instance', '"<urn:uuid:…>"']`. */
  readonly unknownParameters: ReadonlyArray<readonly [name: string, value: string]>;
}

/** What is known after some documents of one subscription (RFC 3680 5.2). */
export interface RegInfoState {
  /** Of the document that was merged last. */
  readonly version: number;
  /** Registrations and contacts that ended are here once, as `terminated`, and gone at the next document. */
  readonly registrations: readonly Registration[];
  /** A document is missing: refresh the subscription, so that a full one comes. That one makes it false. */
  readonly outOfStep: boolean;
}

/** @throws {EventBodyError} */
export declare function parseRegInfo(body: string): RegInfo;

/**
 * The state after one more document (RFC 3680 5.2). Neither argument is changed; a document from the past gives the very
 * `state` that was handed in.
 *
 * @param state What the last call returned; undefined for the first document of a subscription.
 */
export declare function mergeRegInfo(
  state: RegInfoState | undefined,
  latest: RegInfo,
): RegInfoState;

// ── messages waiting ────────────────────────────────────────────────────────────────────────────

/** `application/simple-message-summary` (RFC 3842): what waits in a mailbox. */
export interface MessageSummary {
  readonly messagesWaiting: boolean;
  /** The mailbox: a URI, to be called to hear the messages. */
  readonly account?: string | undefined;
  /** How many of each class (the classes of RFC 3458); a class without a line is undefined. */
  readonly voice?: MessageCount | undefined;
  readonly fax?: MessageCount | undefined;
  readonly pager?: MessageCount | undefined;
  readonly multimedia?: MessageCount | undefined;
  readonly text?: MessageCount | undefined;
  /** Of no class. */
  readonly none?: MessageCount | undefined;
  /** Lines of other names, in order. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  /** The headers of single messages, where a server lists them: a group for each message. */
  readonly messages: ReadonlyArray<ReadonlyArray<readonly [name: string, value: string]>>;
}

export interface MessageCount {
  /** All, with the urgent ones. */
  readonly new: number;
  readonly old: number;
  /** 0 when not told. */
  readonly urgentNew: number;
  readonly urgentOld: number;
}

/** @throws {EventBodyError} */
export declare function parseMessageSummary(body: string): MessageSummary;

// ── conferences ─────────────────────────────────────────────────────────────────────────────────

/** How an element is to be taken: as a whole, as changes to what is known, as gone (RFC 4575 4). Default `full`. */
export type ConferenceElementState = 'full' | 'partial' | 'deleted';

/** `application/conference-info+xml` (RFC 4575): a conference, or what has changed about it. */
export interface ConferenceInfo {
  /** The conference: a URI. Empty when it was left out. */
  readonly entity: string;
  /** `deleted`: the conference is over. */
  readonly state: ConferenceElementState;
  /** Counts the documents of one subscription (RFC 4575 5). */
  readonly version: number;
  /** Undefined when a partial document says nothing of it. */
  readonly description?: ConferenceDescription | undefined;
  readonly conferenceState?: ConferenceState | undefined;
  /** Of the list; undefined when the document has none. */
  readonly usersState?: ConferenceElementState | undefined;
  readonly users: readonly ConferenceUser[];
}

/** RFC 4575 5. */
export interface ConferenceDescription {
  readonly displayText?: string | undefined;
  readonly subject?: string | undefined;
  readonly freeText?: string | undefined;
  readonly maximumUserCount?: number | undefined;
}

/** RFC 4575 5. */
export interface ConferenceState {
  readonly userCount?: number | undefined;
  /** Whether the conference takes place now. */
  readonly active?: boolean | undefined;
  /** Whether nobody may join at present. */
  readonly locked?: boolean | undefined;
}

/** RFC 4575 5. */
export interface ConferenceUser {
  /** A URI. */
  readonly entity: string;
  readonly state: ConferenceElementState;
  readonly displayText?: string | undefined;
  /** For example `chair`. In a partial element, none means unchanged; so with the lists below. */
  readonly roles: readonly string[];
  readonly endpoints: readonly ConferenceEndpoint[];
}

/** A device by which a user takes part (RFC 4575 5). */
export interface ConferenceEndpoint {
  /** A URI: the Contact. */
  readonly entity: string;
  readonly state: ConferenceElementState;
  readonly displayText?: string | undefined;
  readonly status?:
    | 'connected'
    | 'disconnected'
    | 'on-hold'
    | 'muted-via-focus'
    | 'pending'
    | 'alerting'
    | 'dialing-in'
    | 'dialing-out'
    | 'disconnecting'
    | undefined;
  readonly joiningMethod?: 'dialed-in' | 'dialed-out' | 'focus-owner' | undefined;
  readonly media: readonly ConferenceMedia[];
}

/** One stream of an endpoint (RFC 4575 5). */
export interface ConferenceMedia {
  readonly id: string;
  /** For example `audio`. */
  readonly type?: string | undefined;
  /** The label of the stream in SDP (RFC 4574). */
  readonly label?: string | undefined;
  /** Its SSRC in RTP. */
  readonly srcId?: string | undefined;
  /** Seen from the endpoint. */
  readonly status?: 'recvonly' | 'sendonly' | 'sendrecv' | 'inactive' | undefined;
  readonly displayText?: string | undefined;
}

/** What is known after some documents of one subscription (RFC 4575 4.6). */
export interface ConferenceInfoState {
  readonly entity: string;
  /** Of the document that was merged last. */
  readonly version: number;
  /** The conference is over. */
  readonly deleted: boolean;
  readonly description: ConferenceDescription;
  readonly conferenceState: ConferenceState;
  readonly users: readonly ConferenceUser[];
  /** A document is missing: refresh the subscription, so that a full one comes. That one makes it false. */
  readonly outOfStep: boolean;
}

/** @throws {EventBodyError} */
export declare function parseConferenceInfo(body: string): ConferenceInfo;

/**
 * The state after one more document (RFC 4575 4.6). Neither argument is changed; a document from the past gives the
 * very `state` that was handed in.
 *
 * @param state What the last call returned; undefined for the first document of a subscription.
 */
export declare function mergeConferenceInfo(
  state: ConferenceInfoState | undefined,
  latest: ConferenceInfo,
): ConferenceInfoState;

// ── somebody types ──────────────────────────────────────────────────────────────────────────────

/** `application/im-iscomposing+xml` (RFC 3994), sent by MESSAGE. */
export interface IsComposing {
  /** `active`: they type. States that RFC 3994 does not know count as `idle`, as it asks. */
  readonly state: 'active' | 'idle';
  /** When they were last seen to type. */
  readonly lastActive?: Date | undefined;
  /** What they write, for example `text/plain` or `audio`. */
  readonly contentType?: string | undefined;
  /** `active` is said again within this time, in seconds; else count it as `idle`. RFC 3994 3.3 takes 120 when not told. */
  readonly refresh?: number | undefined;
}

/** @throws {EventBodyError} */
export declare function parseIsComposing(body: string): IsComposing;

/** The document, to be sent with content type `application/im-iscomposing+xml`. */
export declare function writeIsComposing(isComposing: IsComposing): string;

// ── lists of resources ──────────────────────────────────────────────────────────────────────────

/** `application/rlmi+xml` (RFC 4662): what a notification about a list says of its resources. */
export interface ResourceList {
  /** The list. Empty when it was left out. */
  readonly uri: string;
  /** Counts the documents of one subscription. */
  readonly version: number;
  /** Whether `resources` are all there are, or those that changed. */
  readonly fullState: boolean;
  /** The part that this document stands in. */
  readonly cid?: string | undefined;
  /** For people to read, one for each language. */
  readonly names: readonly string[];
  readonly resources: readonly ListedResource[];
}

export interface ListedResource {
  readonly uri: string;
  readonly names: readonly string[];
  /** The subscriptions that the server has for this resource. */
  readonly instances: readonly ResourceInstance[];
}

export interface ResourceInstance {
  readonly id: string;
  /** Of the subscription, as Subscription-State says it (RFC 6665 4.1.3). */
  readonly state: 'active' | 'pending' | 'terminated';
  /** Why it was terminated, for example `rejected`. */
  readonly reason?: string | undefined;
  /** The part with its document: the `contentId` of one that `parseMultipart` gives. */
  readonly cid?: string | undefined;
}

/** @throws {EventBodyError} */
export declare function parseResourceList(body: string): ResourceList;

/** One part of a body of several (RFC 2046 5.1). */
export interface BodyPart {
  /** With its parameters. `text/plain` when the part does not say. */
  readonly contentType: string;
  /** Content-ID without its angle brackets. */
  readonly contentId?: string | undefined;
  readonly body: string;
}

/**
 * The parts of a `multipart/…` body, such as notifications about lists have (RFC 4662). What is encoded (base64,
 * quoted-printable) stays so; a part that is `multipart/…` itself is one part.
 *
 * @param contentType With its `boundary`.
 * @throws {EventBodyError}
 */
export declare function parseMultipart(contentType: string, body: string): readonly BodyPart[];

// ── any of them ─────────────────────────────────────────────────────────────────────────────────

/** A body and what it is; `type` tells which fields there are. */
export type EventBody =
  | ({ readonly type: 'presence' } & Presence)
  | ({ readonly type: 'dialogInfo' } & DialogInfo)
  | ({ readonly type: 'regInfo' } & RegInfo)
  | ({ readonly type: 'messageSummary' } & MessageSummary)
  | ({ readonly type: 'conferenceInfo' } & ConferenceInfo)
  | ({ readonly type: 'isComposing' } & IsComposing)
  | ({ readonly type: 'resourceList' } & ResourceList);

/**
 * The body by its Content-Type, whose parameters do not count; undefined when the type is none of those above.
 * @throws {EventBodyError}
 */
export declare function parseEvent(contentType: string, body: string): EventBody | undefined;
