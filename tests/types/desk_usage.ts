// Several calls at once, conferences and recordings, as the documentation says they are used. Compiled, never run.
import {
  Conference,
  Recording,
  confer,
  record,
  type Call,
  type ConferenceEvents,
  type ConsultOptions,
  type Consultation,
  type Phone,
  type PhoneOptions,
  type RecordOptions,
  type RecordingEvents,
  type RecordingState,
} from 'ringline';

declare const phone: Phone;
declare const call: Call;
declare const other: Call;

/** Fails to compile unless it is of that type. */
const same = <T>(value: T): T => value;

export async function desk(): Promise<void> {
  const rule: PhoneOptions['callWaiting'] = 'hold';
  await phone.switchTo(call);
  await phone.switchTo(call, { audio: true, headers: { 'X-A': 'b' } });
  await phone.swap(call, other);
  const options: ConsultOptions = { resume: false, video: true };
  const consultation: Consultation = await phone.consult(call, 'carol', options);
  same<Call>(consultation.first);
  await consultation.call.answered;
  await consultation.complete();
  await consultation.complete({ headers: { 'X-A': 'b' } });
  await consultation.cancel();
  // @ts-expect-error two calls are swapped
  await phone.swap(call);
  void rule;
}

export async function conference(): Promise<void> {
  const room: Conference = await confer([call, other]);
  same<readonly Call[]>(room.calls);
  same<MediaStream>(room.stream);
  same<boolean>(room.muted);
  const off = room.on('joined', (joined: Call) => joined.id);
  off();
  room.once('left', (left) => same<ConferenceEvents['left']>(left));
  room.on('muted', (muted) => same<boolean>(muted));
  room.on('ended', () => {});
  await room.add(call);
  await room.remove(call);
  room.mute();
  room.unmute();
  await room.end();
  await room.end({ hangup: true });
  await room.ended;
  // @ts-expect-error it is made by confer()
  new Conference();
}

export async function recording(): Promise<void> {
  const options: RecordOptions = {
    format: 'wav',
    channels: 'separate',
    interval: 500,
    keep: false,
  };
  const recording: Recording = await record(call, options);
  await record(call, { video: 'remote', audioBitsPerSecond: 32_000, videoBitsPerSecond: 1e6 });
  await record(await confer([call, other]));
  recording.on('chunk', (chunk) => same<Blob>(chunk));
  recording.on('progress', ({ duration, size }) => same<number>(duration + size));
  recording.on('error', ({ code, hint }) => `${code}: ${hint}`);
  recording.once('ended', ({ blob, error }: RecordingEvents['ended']) => [blob.size, error?.code]);
  same<RecordingState>(recording.state);
  same<string>(recording.mimeType);
  same<number>(recording.duration + recording.size);
  recording.pause();
  recording.resume();
  same<Blob>(await recording.stop());
  same<Blob>(await recording.result);
  // @ts-expect-error there is no such format
  await record(call, { format: 'mp3' });
}
