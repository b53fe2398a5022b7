import assert from 'node:assert/strict';
import { test } from 'node:test';

test('importing only defines: no module is compiled, nothing of the platform is touched', async (t) => {
  const forbidden = ['window', 'document', 'navigator', 'WebSocket', 'RTCPeerConnection', 'self'];
  const touched: string[] = [];
  for (const name of forbidden) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, {
      configurable: true,
      get: () => void touched.push(name),
    });
    t.after(() => {
      if (before) Object.defineProperty(globalThis, name, before);
      else delete (globalThis as Record<string, unknown>)[name];
    });
  }
  const compile = t.mock.method(WebAssembly, 'Module');
  const names = Object.keys(globalThis);
  await import('../../../js/engine/engine.js');
  await import('../../../js/engine/sip_text.js');
  await import('../../../js/host/browser_host.js');
  await import('../../../js/crtc/index.js');
  await import('../../../js/host/support.js');
  await import('../../../js/phone/audio_output.js');
  await import('../../../js/phone/device_follower.js');
  await import('../../../js/phone/devices.js');
  await import('../../../js/phone/level.js');
  assert.deepEqual(touched, []);
  assert.deepEqual(Object.keys(globalThis), names);
  assert.equal(compile.mock.callCount(), 0);
});
