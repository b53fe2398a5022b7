// What this browser and page can do.

export interface Support {
  readonly secure: boolean;
  readonly webAssembly: boolean;
  readonly webSocket: boolean;
  readonly webrtc: boolean;
  readonly getUserMedia: boolean;
  readonly getDisplayMedia: boolean;
  readonly setSinkId: boolean;
  readonly selectAudioOutput: boolean;
  readonly webAudio: boolean;
  readonly recording: boolean;
  readonly codecs: { readonly audio: readonly string[]; readonly video: readonly string[] };
  readonly calls: boolean;
}

// Formats that carry others again (RFC 2198, 4588, 5109, 3389, 4733) are no codecs to a user.
const kNoCodecs = /^(rtx|red|ulpfec|flexfec-\d+|CN|telephone-event)$/i;

export function support(): Support {
  const page = globalThis as { isSecureContext?: boolean };
  const media = globalThis.navigator?.mediaDevices as object | undefined;
  const secure = page.isSecureContext ?? false;
  const webAssembly = has('WebAssembly');
  const webSocket = has('WebSocket');
  const webrtc = canIn('RTCPeerConnection', 'addTransceiver');
  const getUserMedia = can(media, 'getUserMedia');
  return {
    secure,
    webAssembly,
    webSocket,
    webrtc,
    getUserMedia,
    getDisplayMedia: can(media, 'getDisplayMedia'),
    setSinkId: canIn('HTMLMediaElement', 'setSinkId'),
    selectAudioOutput: can(media, 'selectAudioOutput'),
    webAudio: has('AudioContext'),
    recording: has('MediaRecorder'),
    codecs: { audio: codecsOf('audio'), video: codecsOf('video') },
    calls: secure && webAssembly && webSocket && webrtc && getUserMedia,
  };
}

function codecsOf(kind: 'audio' | 'video'): string[] {
  const { codecs = [] } = globalThis.RTCRtpSender?.getCapabilities?.(kind) ?? {};
  const names = codecs.map(({ mimeType }) => mimeType.slice(mimeType.indexOf('/') + 1));
  return [...new Set(names.filter((name) => !kNoCodecs.test(name)))];
}

const has = (name: string): boolean => name in globalThis;

const can = (object: object | undefined, method: string): boolean =>
  typeof (object as Record<string, unknown> | undefined)?.[method] === 'function';

function canIn(name: string, method: string): boolean {
  const type = (globalThis as Record<string, unknown>)[name] as { prototype?: object } | undefined;
  return can(type?.prototype, method);
}
