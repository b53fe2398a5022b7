// One end of many calls at once through our own API, each with what was said of its quality.
import { Phone } from 'ringline';

const calls = [];

window.quality = {
  /** Registered, and answering everybody. */
  async start(options, media = { audio: true }) {
    window.phone = new Phone(options);
    window.phone.on('incoming', (call) => void keep(call).answer(media));
    await window.phone.start();
  },

  /** Calls and resolves, once there is media, with the local port of the pair that ICE chose. */
  async call(target, media = { audio: true }) {
    const call = keep(await window.phone.call(target, media));
    await call.answered;
    return portOf(call.peerConnection);
  },

  /** What was measured of every call since the last time, in the order in which they began. */
  take: () => calls.map(({ measured }) => measured.splice(0)),
  /** Every warning, of every call. */
  warnings: () => calls.map(({ warnings }) => warnings),

  async stop() {
    await window.phone.stop();
  },
};

function keep(call) {
  const kept = { measured: [], warnings: [] };
  calls.push(kept);
  call.on('quality', (quality) => kept.measured.push(quality));
  call.on('warning', (warning) => kept.warnings.push(warning));
  return call;
}

async function portOf(peer) {
  for (const end = performance.now() + 8000; performance.now() < end;) {
    const stats = await peer.getStats();
    for (const { type, selectedCandidatePairId: id } of stats.values()) {
      const pair = type === 'transport' && id ? stats.get(id) : undefined;
      const port = stats.get(pair?.localCandidateId)?.port;
      if (port) return port;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('ICE has chosen no pair');
}
