// What is measured of calls, as it is told on session, user agent and getStats.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Measured } from '../../../js/crtc/quality.js';
import { debug, getStats } from '../../../js/crtc/crtc.js';
import { ourInvite, record } from '../jssip/fake_phone.js';
import { kSession, standing, steps } from './fake_call.js';

const flow = {
  bitrate: undefined,
  loss: undefined,
  jitter: undefined,
  width: undefined,
  height: undefined,
  frameRate: undefined,
};

const measured = (more: Partial<Measured> = {}): Measured => ({
  type: 'qualityMeasured',
  session: kSession,
  uplink: 1,
  downlink: 2,
  roundTrip: 51.4,
  uplinkLoss: 0,
  downlinkLoss: 0.0151,
  mos: 4.2,
  audioSent: { ...flow, bitrate: 32_000 },
  videoSent: { ...flow, bitrate: 500_120, width: 640, height: 480 },
  audioReceived: { ...flow, bitrate: 30_000 },
  videoReceived: flow,
  ...more,
});

const told = {
  RTT: 51,
  uplinkNetworkQuality: 1,
  uplinkLoss: 0,
  downlinkNetworkQuality: 2,
  downlinkLoss: 1.5,
};

test('session and user agent tell the levels, percent and milliseconds', () => {
  const { ua, engine, events } = standing();
  const all = record(ua);
  engine.say(measured());
  assert.deepEqual(events, [['network-quality', told]]);
  assert.deepEqual(all, [['network-quality', told]]);
});

test('what is not known is undefined, and its level 0', () => {
  const { engine, events } = standing();
  const unknown = { roundTrip: undefined, uplinkLoss: undefined, downlinkLoss: undefined };
  engine.say(measured({ uplink: 0, downlink: 0, ...unknown }));
  assert.deepEqual(events[0]![1], {
    RTT: undefined,
    uplinkNetworkQuality: 0,
    uplinkLoss: undefined,
    downlinkNetworkQuality: 0,
    downlinkLoss: undefined,
  });
});

test('the user agent tells of its worst call, as often as of one', () => {
  const { ua, engine } = standing();
  engine.reactions.makeCall = () => ({
    id: 9,
    say: [
      { type: 'callCreated', session: 9, request: ourInvite({ 'Call-ID': 'other' }) },
      { type: 'openPeer', session: 9 },
    ],
  });
  ua.call('carol');
  const all: [string, { downlinkNetworkQuality: number }][] = record(ua) as never;
  engine.say(measured(), measured({ session: 9, downlink: 5 }), measured(), measured());
  assert.deepEqual(
    all.map(([, { downlinkNetworkQuality: level }]) => level),
    [2, 5, 5],
  );
  // The first call is over: the other one says when.
  engine.say(steps.ended, measured({ session: 9, downlink: 3 }));
  assert.deepEqual([all.length, all.at(-1)![1].downlinkNetworkQuality], [4, 3]);
});

test('getStats reports the call of a connection, in texts', () => {
  const { engine, session } = standing();
  const events = record(new getStats(session.connection));
  engine.say(measured());
  assert.deepEqual(events, [
    ['network-quality', told],
    [
      'report',
      {
        RTT: 51,
        upFrameWidth: 640,
        upFrameHeight: 480,
        downFrameWidth: undefined,
        downFrameHeight: undefined,
        uplinkSpeed: '532.1kbps',
        downlinkSpeed: '30.0kbps',
        uplinkLoss: '0%',
        downlinkLoss: '1.5%',
      },
    ],
  ]);
});

test('reports come as often as they are asked for, and stop', () => {
  const { engine, session } = standing();
  const stats = new getStats(session.connection, 6);
  const events = record(stats);
  const reports = () => events.filter(([name]) => name === 'report').length;
  for (let i = 0; i < 7; ++i) engine.say(measured());
  assert.equal(reports(), 2);
  stats.stop();
  for (let i = 0; i < 7; ++i) engine.say(measured());
  assert.equal(events.length, 9);
  stats.reset();
  for (let i = 0; i < 3; ++i) engine.say(measured());
  assert.equal(reports(), 3);
});

test('every few measurements all that the browser tells is logged, where that is enabled', async () => {
  const { engine, session } = standing();
  const lines: unknown[][] = [];
  const { log } = debug;
  debug.log = (...line) => lines.push(line);
  Object.assign(session.connection, { getStats: async () => new Map([['a', { id: 'a' }]]) });
  new getStats(session.connection, 2, 3);
  const measureThrice = async () => {
    for (let i = 0; i < 3; ++i) engine.say(measured());
    await new Promise((resolve) => setImmediate(resolve));
  };
  try {
    await measureThrice();
    assert.deepEqual(lines, []);
    debug.enable('CRTC:Stats');
    await measureThrice();
    assert.deepEqual(lines, [['CRTC:Stats [{"id":"a"}]']]);
  } finally {
    debug.disable();
    debug.log = log;
  }
});

test('a connection that is no call’s is not measured, and a call that is over no more', () => {
  const { engine, session } = standing();
  const strange = record(new getStats({} as RTCPeerConnection));
  const events = record(new getStats(session.connection));
  engine.say(steps.ended, measured());
  assert.deepEqual([strange, events], [[], []]);
});
