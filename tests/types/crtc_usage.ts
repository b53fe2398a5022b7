// The API of CRTC as applications use it. Compiled, never run.
import CRTC, {
  RTCSession,
  UA,
  Utils,
  Utls,
  WebSocketInterface,
  type CallOptions,
  type Device,
  type Mode,
  type NetworkQuality,
  type NetworkQualityLevels,
  type QualityLevel,
  type ShareError,
  type StatsReport,
  type Streams,
  type UpgradeEvent,
  type VideoTrackStateEvent,
} from 'ringline/crtc';
import type { RTCSession as JsSipSession, UA as JsSipUA } from 'ringline/jssip';

const ua = new UA({
  sockets: new WebSocketInterface('wss://sip.example.com'),
  uri: 'sip:alice@example.com',
  password: 'secret',
  secret_key: 'licence',
});
const levels: NetworkQualityLevels = { 1: { RTT: 80 }, 2: { loss: 5, RTT: 150 } };
new UA({ sockets: [], uri: 'sip:a@b', network_quality_levels: levels });
// @ts-expect-error 6 is what is beyond
new UA({ sockets: [], uri: 'sip:a@b', network_quality_levels: { 6: { RTT: 80 } } });
export const level: QualityLevel = Utils.getNetworkQuality(0, 60, levels);
// @ts-expect-error a licence is a text
new UA({ sockets: [], uri: 'sip:a@b', secret_key: 7 });
const extended: JsSipUA = ua;

ua.on('failed', ({ originator, message, cause }) => {
  const texts: string[] = [originator, message, cause];
  return texts;
});
ua.on('connectFailed', ({ originator, message }) => `${originator} ${message}`);
ua.on('registered', ({ response }) => response.status_code);
ua.on('newRTCSession', ({ originator, session, request }) => {
  const header: string = request.getHeader('X-Data');
  const own: RTCSession = session;
  if (originator === 'remote') session.answer({ mediaConstraints: { audio: true } });
  return [header, own];
});

const options: CallOptions = {
  mediaConstraints: { audio: true, video: true },
  extraHeaders: ['X-Data: one'],
  cMode: 'paphone',
  eventHandlers: {
    confirmed: ({ originator }) => originator,
    'peerconnection:iceConnectionState': (state) => state === 'connected',
    getUsermediafailed: (error) => error,
  },
};
const session: RTCSession = ua.call('bob', options);
const base: JsSipSession = session;

session.on('muted', ({ audio, video }) => audio || video);
session.on('newDTMF', ({ dtmf }) => dtmf.tone);
session.on('localMediastreamUpdate', (stream: MediaStream) => stream.getTracks());
session.on('videoTrackState', ({ track, property, properties, value }: VideoTrackStateEvent) => {
  const name: 'enabled' | 'readyState' | 'muted' | 'label' = property ?? properties;
  return [track.id, name, value];
});
session.on('notify', ({ event, request }) => `${event} ${request.body}`);
// @ts-expect-error no event of this name
session.on('nothing', () => undefined);
const stats = new CRTC.getStats(session.connection, 2, 5);
stats.on('report', ({ uplinkSpeed, upFrameWidth }: StatsReport) => [uplinkSpeed, upFrameWidth]);
stats.on('network-quality', ({ RTT, uplinkNetworkQuality }: NetworkQuality) => {
  const level: QualityLevel = uplinkNetworkQuality;
  return [RTT ?? 0, level];
});
stats.stop();
stats.reset();
session.on('network-quality', ({ uplinkLoss }) => (uplinkLoss ?? 0) > 5);
ua.on('network-quality', ({ downlinkNetworkQuality }) => downlinkNetworkQuality === 6);

session.on('getdisplaymediafailed', (error: ShareError) => {
  if (error.code === 'denied') return error.cause;
  // @ts-expect-error no such code
  return error.code === 'refused';
});
session.on('cameraChanged', ({ videoStream }) => videoStream.getVideoTracks());
session.on('mode', ({ mode }: { mode: Mode }) => mode === 'audio');
session.on('upgradeToVideo', ({ request, accept, reject }: UpgradeEvent) => {
  if (request.from.uri.user === 'boss') accept({ width: 640 });
  else reject();
});

async function devicesAndPictures(part: HTMLElement): Promise<unknown[]> {
  const stream: MediaStream | undefined = await session.switchDevice('camera', 'environment');
  const other: Promise<MediaStream | undefined> | false = session.switchDevice('speaker' as string);
  const assembly = async (element: HTMLElement, options: object) =>
    options && element.ownerDocument.createElement('canvas');
  const screen: MediaStream = await session.share('screen');
  await session.share('页面元素', part, assembly, true);
  await session.share('pic', '#logo');
  // @ts-expect-error nothing of this name can be shared
  await session.share('window');
  await session.unshare();
  await session.unShare();
  const begun: boolean = session.demoteToAudio({ useUpdate: true }, () => undefined);
  const again: boolean = session.downgradeToAudio();
  const agreed: boolean = await session.upgradeToVideo({ videoConstraints: { width: 320 } });
  const mode: Mode | undefined = session.mode;
  return [stream, other, screen, begun, again, agreed, mode];
}

session.mute({ audio: true, video: false });
session.unmute();
session.refer('carol');

async function utilities(pc: RTCPeerConnection): Promise<unknown[]> {
  const devices: Device[] = [
    ...(await Utils.getCameras()),
    ...(await Utls.getMicrophones()),
    ...(await CRTC.Utils.getSpeakers()),
  ];
  const { audioStream, videoStream, mediaStream }: Streams = Utils.getStreams(pc, 'local');
  // @ts-expect-error a side is local or remote
  Utils.getStreams(pc, 'both');
  const level: QualityLevel = Utils.getNetworkQuality(0.5, 80);
  const redrawn: MediaStream = Utils.getStreamThroughCanvas(videoStream);
  return [devices.map(({ label }) => label), audioStream, mediaStream, level, redrawn];
}

CRTC.debug.enable('CRTC:*');
const before: string = CRTC.debug.disable('CRTC:*');
const [name, version]: string[] = [CRTC.name, CRTC.version];
export const used = [extended, base, utilities, devicesAndPictures, before, name, version];
