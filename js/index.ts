// The package's own API. types/index.d.ts is what it promises, and where it is described.
import type * as Contract from '../types/index.js';
import { AudioOutput as AudioOutputClass } from './phone/audio_output.js';
import { Call as CallClass } from './phone/call.js';
import { Conference as ConferenceClass, confer as conferCalls } from './phone/conference.js';
import { DeviceFollower as DeviceFollowerClass } from './phone/device_follower.js';
import { Devices as DevicesClass } from './phone/devices.js';
import { RinglineError as ErrorClass } from './phone/error.js';
import { Phone as PhoneClass } from './phone/phone.js';
import { Preflight as PreflightClass, preflight as preflightCalls } from './phone/preflight.js';
import { Publication as PublicationClass } from './phone/publication.js';
import { Recording as RecordingClass, record as recordSource } from './phone/recording.js';
import { Subscription as SubscriptionClass } from './phone/subscription.js';

// Put in place when the package is built.
declare const __RINGLINE_VERSION__: string;

export type * from '../types/index.js';

// The classes with no more to them than is promised.
export const Phone: typeof Contract.Phone = PhoneClass;
export type Phone = Contract.Phone;
export const Call: typeof Contract.Call = CallClass;
export type Call = Contract.Call;
export const Subscription: typeof Contract.Subscription = SubscriptionClass;
export type Subscription = Contract.Subscription;
export const Publication: typeof Contract.Publication = PublicationClass;
export type Publication = Contract.Publication;
export const Conference: typeof Contract.Conference = ConferenceClass;
export type Conference = Contract.Conference;
export const Recording: typeof Contract.Recording = RecordingClass;
export type Recording = Contract.Recording;
export const Preflight: typeof Contract.Preflight = PreflightClass;
export type Preflight = Contract.Preflight;
export const RinglineError: typeof Contract.RinglineError = ErrorClass;
export type RinglineError = Contract.RinglineError;
export const confer: typeof Contract.confer = conferCalls;
export const record: typeof Contract.record = recordSource;
export const preflight: typeof Contract.preflight = preflightCalls;
export { openElement, openPicture, openScreen, openVideo } from './phone/shared_picture.js';
export const Devices: typeof Contract.Devices = DevicesClass;
export type Devices = Contract.Devices;
export const DeviceFollower: typeof Contract.DeviceFollower = DeviceFollowerClass;
export type DeviceFollower = Contract.DeviceFollower;
export const AudioOutput: typeof Contract.AudioOutput = AudioOutputClass;
export type AudioOutput = Contract.AudioOutput;
export { support } from './host/support.js';
export { levelOf } from './phone/level.js';
export { partiesOf } from './phone/party.js';
export const version: string =
  typeof __RINGLINE_VERSION__ === 'undefined' ? 'development' : __RINGLINE_VERSION__;
