import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isReactive, reactive, ref } from '@vue/reactivity';
import { Devices } from '../../../js/phone/devices.js';
import { Phone } from '../../../js/phone/phone.js';
import { NameAddrHeader } from '../../../js/jssip/name_addr_header.js';
import { WebSocketInterface } from '../../../js/jssip/web_socket_interface.js';
import type { RTCSession } from '../../../types/jssip.js';
import { phone as jssipPhone, ourInvite } from '../jssip/fake_phone.js';

test('a phone in the data of a Vue component is itself, and works', () => {
  const user = 'sip:alice@example.com';
  const data = reactive({
    phone: new Phone({ server: 'wss://sip.example.com', user }),
    devices: new Devices(),
  });
  assert.equal(isReactive(data.phone), false);
  const release = data.phone.on('connected', () => {});
  assert.deepEqual([data.phone.state, data.phone.calls], ['stopped', []]);
  release();
  data.devices.dispose();
});

test('so is a user agent of JsSIP’s, with its calls, messages and addresses', () => {
  const { ua, engine } = jssipPhone();
  engine.reactions.makeCall = () => ({
    id: 4,
    say: [
      { type: 'callCreated', session: 4, request: ourInvite() },
      { type: 'openPeer', session: 4 },
    ],
  });
  const data = reactive({ ua, sessions: [] as unknown[], event: undefined as unknown });
  data.ua.on('newRTCSession', (event) => {
    data.sessions.push(event.session);
    data.event = event;
  });
  const session = ref(data.ua.call('bob'));
  const { request } = data.event as { request: { from: { uri: { user: string } } } };
  assert.equal(data.sessions[0], session.value);
  for (const one of [data.ua, session.value, request, request.from, request.from.uri])
    assert.equal(isReactive(one), false);
  const [kept] = data.sessions as [RTCSession];
  assert.deepEqual([kept.isInProgress(), kept.direction], [true, 'outgoing']);
  assert.equal(request.from.uri.user, ua.configuration.uri.user);
  kept.terminate();
  assert.deepEqual(engine.inputs.at(-1)?.type, 'endCall');
});

test('what an application makes itself is so too', () => {
  const address = ref(NameAddrHeader.parse('"Bob" <sip:bob@example.com;transport=ws>;tag=1'));
  assert.equal(address.value?.getParam('tag'), '1');
  assert.equal(address.value?.uri.getParam('transport'), 'ws');
  const socket = ref(new WebSocketInterface('wss://sip.example.com'));
  assert.equal(socket.value.isConnected(), false);
});
