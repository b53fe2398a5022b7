import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ours from '../../../js/jssip/jssip.js';
import { outcome, peer } from './peer.js';

test('the URL gives the transport and the SIP URI, as with JsSIP', () => {
  const ask = (library: typeof peer, url: string) =>
    outcome(() => {
      const socket = new library.WebSocketInterface(url);
      return [socket.url, socket.via_transport, socket.sip_uri, !!socket.isConnected()];
    });
  for (const url of [
    'ws://sip.example.com',
    'wss://sip.example.com:7443/path?query=1',
    'wss://192.0.2.1:8443',
    'ws://[2001:db8::1]:5066/ws',
    'http://sip.example.com',
    'sip.example.com',
    '',
  ]) {
    assert.equal(ask(ours, url), ask(peer, url), url);
  }
});

test('the scheme of a URL may be in capitals (RFC 3986 3.1), where JsSIP refuses it', () => {
  assert.equal(new ours.WebSocketInterface('WSS://h').via_transport, 'WSS');
  assert.throws(() => new peer.WebSocketInterface('WSS://h'), TypeError);
});

test('via_transport is written in capitals', () => {
  for (const library of [ours, peer]) {
    const socket = new library.WebSocketInterface('wss://h');
    socket.via_transport = 'ws';
    assert.equal(socket.via_transport, 'WS');
  }
});
