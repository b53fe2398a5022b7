// The test before the first call, every member. Compiled, never run.
import {
  type IceServerCheck,
  type PhoneOptions,
  type Preflight,
  type PreflightMedia,
  type PreflightOptions,
  type PreflightReason,
  type PreflightReport,
  type PreflightSkip,
  type PreflightStep,
  type PreflightStepName,
  type PreflightVerdict,
  type RinglineError,
  preflight,
} from 'ringline';

export async function test(phone: PhoneOptions): Promise<PreflightVerdict> {
  const options: PreflightOptions = {
    echo: 'sip:echo@example.com',
    duration: 5,
    timeout: 3,
    audio: { deviceId: 'abc' },
    skip: ['speakers'],
  };
  const made: Preflight = preflight(phone, options);
  // @ts-expect-error no such step
  preflight(phone, { skip: ['weather'] });
  const off = made.on('progress', ({ name, result, done, total }) => {
    const step: PreflightStepName = name;
    const over: PreflightStep | undefined = result;
    return [step, over, done / total];
  });
  made.once('ended', ({ verdict }: PreflightReport) => [verdict]);
  off();
  const { verdict, reasons, steps, duration }: PreflightReport = await made.result;
  await made.cancel();
  return duration > 0 && steps.map(said).length > 0 && reasons.map(why).length > 0
    ? verdict
    : 'bad';
}

const why = ({ name, verdict }: PreflightReason): string => `${name} ${verdict}`;

// The name tells the type of the detail.
function said(step: PreflightStep): string {
  const skipped: PreflightSkip | undefined = step.skipped;
  const error: RinglineError | undefined = step.error;
  if (skipped || error) return `${skipped} ${error?.hint}`;
  switch (step.name) {
    case 'server':
      return `${step.detail?.url} ${step.detail?.connectTime}`;
    case 'registration':
      return `${step.detail?.response.statusCode}`;
    case 'microphone':
      return `${step.detail?.label} ${step.detail?.level}`;
    case 'speakers':
      return `${step.detail?.speakers.length}`;
    case 'support':
      return `${step.detail?.calls}`;
    case 'media':
      return figures(step.detail);
    default:
      return `${step.detail?.servers.map(server).join()}`;
  }
}

function server({ url, ok, duration, candidate, error }: IceServerCheck): string {
  return `${url} ${ok} ${duration} ${candidate?.type} ${error?.code}`;
}

function figures(media: PreflightMedia | undefined): string {
  if (!media) return '';
  const { path, candidate, roundTripTime, jitter, loss, mos } = media;
  return [path, candidate, roundTripTime, jitter, loss, mos].join();
}
