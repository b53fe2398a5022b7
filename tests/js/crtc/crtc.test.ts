// The namespace: JsSIP's names and CRTC's own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import CRTC, * as names from '../../../js/crtc/index.js';
import * as JsSIP from '../../../js/jssip/jssip.js';

test('every name of JsSIP is there, and those of CRTC', () => {
  for (const name of Object.keys(JsSIP)) assert.ok(name in CRTC, name);
  assert.equal(CRTC.name, 'CRTC');
  assert.equal(CRTC.version, names.version);
  assert.equal(CRTC.Utls, CRTC.Utils);
  for (const name of [
    'URI',
    'NameAddrHeader',
    'Grammar',
    'C',
    'Exceptions',
    'WebSocketInterface',
  ]) {
    assert.equal(CRTC[name as 'URI'], JsSIP[name as 'URI'], name);
  }
});

test('the utilities are those of JsSIP and more', () => {
  for (const name of Object.keys(JsSIP.Utils)) assert.ok(name in CRTC.Utils, name);
  const own = Object.keys(CRTC.Utils).filter((name) => !(name in JsSIP.Utils));
  assert.deepEqual(own.sort(), [
    'getCameras',
    'getMicrophones',
    'getNetworkQuality',
    'getSpeakers',
    'getStreamThroughCanvas',
    'getStreams',
  ]);
});

test('the default is the namespace itself', () => {
  assert.deepEqual(
    Object.keys(CRTC).sort(),
    Object.keys(names)
      .filter((name) => name !== 'default')
      .sort(),
  );
});

test('a user agent is one of JsSIP, with a licence that nobody looks at and one socket', () => {
  const ua = new CRTC.UA({
    sockets: new CRTC.WebSocketInterface('wss://sip.example.com'),
    uri: 'sip:alice@example.com',
    secret_key: 'MIIBVgIBADANBgkqhkiG9w0BAQEFAASCAUAwggE8AgEAAkEA',
  });
  assert.ok(ua instanceof JsSIP.UA);
  assert.equal('secret_key' in ua.configuration, false);
});
