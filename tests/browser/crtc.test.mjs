// CRTC in a page, two phones of it: what one end does is looked at where the other end sees it.

import assert from 'node:assert/strict';

import { domain, passwordOf } from '../lab/kamailio.mjs';
import { packageScenario } from './scenario.mjs';

const account = (lab, user) => ({
  url: lab.kamailio.url,
  user: `sip:${user}@${domain}`,
  password: passwordOf(user),
});

/** A test whose body runs in the page, given both accounts. */
function crtcScenario(name, body, check, lacking) {
  const run = async ({ lab, page }) => {
    await page.goto(`${lab.url}/ringline_crtc.html`);
    await page.waitForFunction(() => window.crtc && window.share);
    const accounts = { caller: account(lab, 'frank'), callee: account(lab, 'grace') };
    await check(await page.evaluate(body, accounts), { lab, page });
  };
  packageScenario(name, run, lacking);
}

const [red, green, blue, pink, yellow] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 0, 255],
  [255, 255, 0],
];

/** Colours as two codecs leave them. */
function assertColours(seen, wanted) {
  const isNear = (colour, i) => colour.every((part, at) => Math.abs(part - wanted[i][at]) < 40);
  assert.ok(seen.every(isNear), `${JSON.stringify(seen)} is not ${JSON.stringify(wanted)}`);
}

packageScenario(
  'two pages: a picture is shared, another camera sent, video taken away',
  async ({ lab, page }) => {
    const other = await lab.context.newPage();
    try {
      const [caller, callee] = [account(lab, 'frank'), account(lab, 'grace')];
      for (const one of [page, other]) {
        await one.goto(`${lab.url}/ringline_crtc.html`);
        await one.waitForFunction(() => window.crtc && window.share);
      }
      await other.evaluate(async (callee) => {
        window.ua = await crtc.agent(callee);
        window.bob = crtc.answering(window.ua, { media: { audio: true, video: crtc.video } });
      }, callee);
      const stream = await page.evaluate(
        async ({ caller, target }) => {
          window.ua = await crtc.agent(caller);
          const media = { audio: true, video: crtc.video };
          window.alice = crtc.calling(window.ua, target, { media });
          await alice.expect('confirmed');
          const { id } = await alice.session.share('html', '#shown');
          return id;
        },
        { caller, target: callee.user },
      );
      assert.ok(stream);
      const see = () => share.until(bob.picture(), ([left]) => left[0] > 200);
      assertColours(await other.evaluate(see), [pink, yellow]);

      await page.evaluate(async () => {
        const cameras = await crtc.CRTC.Utils.getCameras();
        await alice.session.unshare();
        await alice.session.switchDevice('camera', cameras.at(-1).deviceId);
      });
      const isCamera = () => share.until(bob.picture(), ([left]) => left[0] < 100);
      assert.equal((await other.evaluate(isCamera)).length, 2);

      await page.evaluate(() => alice.session.demoteToAudio());
      assert.deepEqual(await other.evaluate(() => bob.expect('mode')), { mode: 'audio' });
      await other.evaluate(() => bob.session.terminate());
      await page.evaluate(() => alice.expect('ended'));
      await Promise.all([page, other].map((one) => one.evaluate(() => window.ua.stop())));
    } finally {
      await other.close();
    }
  },
);

crtcScenario(
  'a picture in place of the camera arrives, and the camera again after it',
  async (accounts) => {
    const { alice, bob, stop } = await crtc.call(accounts);
    const image = new Image();
    image.id = 'image';
    image.src = share.twoColours('#f00', '#00f').toDataURL();
    document.body.append(image);
    const camera = alice.sentTrack('video').id;
    const sections = bob.sections().length;
    const stream = await alice.session.share('图片', '#image');
    const shared = await share.until(bob.picture(), ([left]) => left[0] > 200);
    const during = alice.sentTrack('video').id === stream.getVideoTracks()[0].id;
    await alice.session.unshare();
    const after = await share.until(bob.picture(), ([left]) => left[0] < 100);
    const seen = {
      ...{ shared, during, after, isBack: alice.sentTrack('video').id === camera },
      ...{ states: share.states(stream), isSame: bob.sections().length === sections },
    };
    stop();
    return seen;
  },
  (seen) => {
    assertColours(seen.shared, [red, blue]);
    assert.deepEqual(
      [seen.during, seen.isBack, seen.states, seen.isSame],
      [true, true, ['ended'], true],
    );
  },
);

crtcScenario(
  'a film and an element of the page arrive, one after the other; the end of the film ends it',
  async (accounts) => {
    const { alice, bob, stop } = await crtc.call(accounts);
    const film = share.film();
    const camera = alice.sentTrack('video').id;
    await alice.session.share('video', film);
    await film.play();
    const isFilm = ([left, right]) => left[2] < 100 && right[2] > 200;
    const filmed = await share.until(bob.picture(), isFilm);
    await crtc.until(() => alice.sentTrack('video').id === camera, 'the camera after the film');
    await alice.session.share('html', '#shown');
    const drawn = await share.until(bob.picture(), ([left]) => left[0] > 200);
    await alice.session.share('html', '#shown', async () => share.twoColours('#f00', '#00f'));
    const assembled = await share.until(bob.picture(), ([, right]) => right[2] > 200);
    stop();
    return { filmed, drawn, assembled };
  },
  ({ filmed, drawn, assembled }) => {
    assertColours(filmed, [green, blue]);
    assertColours(drawn, [pink, yellow]);
    assertColours(assembled, [red, blue]);
  },
);

crtcScenario(
  'a screen beside the camera is a section more, which goes when the bar ends it',
  async (accounts) => {
    const { alice, bob, stop } = await crtc.call(accounts);
    const before = bob.sections();
    const stream = await alice.session.share('屏幕', null, null, true);
    await crtc.until(() => bob.sections().length === 3, 'a third section');
    const during = bob.sections();
    const seen = {
      camera: await share.see(bob.picture(0)),
      screen: await share.see(bob.picture(1)),
    };
    const [track] = stream.getVideoTracks();
    // As when the user presses the button of the bar: the browser ends the track, and tells of it.
    track.stop();
    track.dispatchEvent(new Event('ended'));
    await crtc.until(() => bob.sections().join() !== during.join(), 'the section to go');
    const after = bob.sections();
    stop();
    return { before, during, after, seen };
  },
  ({ before, during, after, seen }) => {
    assert.deepEqual(before, ['audio sendrecv', 'video sendrecv']);
    assert.deepEqual(during, [...before, 'video recvonly']);
    assert.deepEqual(after.slice(0, 2), before);
    assert.notEqual(after[2], 'video recvonly');
    assert.ok(seen.screen.size[0] > seen.camera.size[0], JSON.stringify(seen));
  },
  { firefox: 'headless it has no screen' },
);

crtcScenario(
  'sharing in a call of sound alone adds video for as long as it lasts',
  async (accounts) => {
    const { alice, bob, stop } = await crtc.call({
      ...accounts,
      media: { audio: true, video: false },
    });
    const stream = await alice.session.share('html', '#shown');
    const seen = await share.until(bob.picture(), ([left]) => left[0] > 200);
    const modes = [alice.session.mode, bob.session.mode];
    await alice.session.unshare();
    await bob.expect('mode', 2);
    modes.push(alice.session.mode, bob.session.mode);
    stop();
    return { seen, modes, states: share.states(stream) };
  },
  ({ seen, modes, states }) => {
    assertColours(seen, [pink, yellow]);
    assert.deepEqual([modes, states], [['video', 'video', 'audio', 'audio'], ['ended']]);
  },
);

crtcScenario(
  'a screen that the user refuses is told by the event and by the promise',
  async (accounts) => {
    const { alice, stop } = await crtc.call(accounts);
    navigator.mediaDevices.getDisplayMedia = () =>
      Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
    const thrown = await alice.session.share('screen').catch(({ name, code }) => [name, code]);
    const [told] = alice.told('getdisplaymediafailed');
    const ended = alice.session.isEnded();
    stop();
    return { thrown, told: [told.name, told.code, told.cause.name], ended };
  },
  ({ thrown, told, ended }) => {
    assert.deepEqual(thrown, ['ShareError', 'denied']);
    assert.deepEqual([told, ended], [['ShareError', 'denied', 'NotAllowedError'], false]);
  },
);

crtcScenario(
  'another camera is sent and seen; when one cannot be had, or the system takes it, the one before is back',
  async (accounts) => {
    const { alice, bob, stop } = await crtc.call(accounts);
    const cameras = (await crtc.CRTC.Utils.getCameras()).map(({ deviceId }) => deviceId);
    const used = () => cameras.indexOf(alice.sentTrack('video').getSettings().deviceId);
    const before = alice.sentTrack('video');
    const path = [used()];
    const stream = await alice.session.switchDevice('camera', cameras[2]);
    path.push(used());
    const frames = [await share.see(bob.picture())];
    await alice.session.switchDevice('camera');
    path.push(used());
    const absent = await alice.session
      .switchDevice('camera', 'no such camera')
      .catch(({ name }) => name);
    path.push(used());
    frames.push(await share.see(bob.picture()));
    const [taken, switched] = [alice.sentTrack('video'), alice.told('cameraChanged').length];
    crtc.take(taken);
    await alice.expect('cameraChanged', switched + 1);
    path.push(used());
    frames.push(await share.see(bob.picture()));
    const seen = {
      ...{ count: cameras.length, path, absent, frames: frames.map(({ size }) => size) },
      ...{ states: [before.readyState, alice.sentTrack('video').readyState] },
      failed: alice.told('getusermediafailed').length,
      changed: alice.told('cameraChanged').map(({ videoStream }) => videoStream === stream),
      wrong: alice.session.switchDevice('speaker'),
    };
    stop();
    return seen;
  },
  (seen) =>
    assert.deepEqual(seen, {
      // By id, then the one after the last, then that one again, and again.
      ...{ count: 3, path: [0, 2, 0, 0, 0], absent: 'OverconstrainedError' },
      frames: [
        [320, 240],
        [320, 240],
        [320, 240],
      ],
      ...{ states: ['ended', 'live'], failed: 1, changed: [true, true, true], wrong: false },
    }),
  { firefox: 'it has one fake camera, and its tracks tell no event that a page has made' },
);

crtcScenario(
  'another microphone is sent, and opened again when the system takes it',
  async (accounts) => {
    const { alice, bob, stop } = await crtc.call(accounts);
    const used = () => alice.sentTrack('audio').getSettings().deviceId;
    const microphones = (await crtc.CRTC.Utils.getMicrophones()).map(({ deviceId }) => deviceId);
    const wanted = microphones.filter((id) => id !== 'default' && id !== used()).at(-1);
    await alice.session.switchDevice('microphone', wanted);
    const seen = { wanted, path: [used()] };
    const told = alice.told('localMediastreamUpdate').length;
    crtc.take(alice.sentTrack('audio'));
    await alice.expect('localMediastreamUpdate', told + 1);
    seen.path.push(used());
    const isHeard = () => crtc.listen(bob.session.connection).level > 0.005;
    await crtc.until(isHeard, 'its sound at the far end');
    stop();
    return seen;
  },
  ({ wanted, path }) => assert.deepEqual(path, [wanted, wanted]),
  { firefox: 'its tracks tell no event that a page has made' },
);

for (const useUpdate of [false, true]) {
  const by = useUpdate ? 'UPDATE' : 're-INVITE';
  packageScenario(
    `from video to sound and back by ${by}, told at both ends`,
    async ({ lab, page }) => {
      await page.goto(`${lab.url}/ringline_crtc.html`);
      await page.waitForFunction(() => window.crtc && window.share);
      const from = lab.wire.length;
      const given = { caller: account(lab, 'frank'), callee: account(lab, 'grace'), useUpdate };
      const seen = await page.evaluate(async ({ useUpdate, ...accounts }) => {
        const review = ({ accept }) => accept(crtc.video);
        const { alice, bob, stop } = await crtc.call({ ...accounts, review });
        const camera = alice.sentTrack('video');
        const demoted = await new Promise((resolve) => {
          const begun = alice.session.demoteToAudio({ useUpdate }, () => resolve(begun));
        });
        await bob.expect('mode');
        const dark = [alice.sections(), camera.readyState, alice.session.mode, bob.session.mode];
        const again = alice.session.demoteToAudio();
        const options = { useUpdate, videoConstraints: crtc.video };
        const upgraded = await alice.session.upgradeToVideo(options);
        await bob.expect('mode', 2);
        const pictures = [await share.see(bob.picture()), await share.see(alice.picture())];
        const modes = [alice, bob].map((end) => end.told('mode').map(({ mode }) => mode));
        stop();
        return { demoted, dark, again, upgraded, pictures, modes };
      }, given);
      assert.deepEqual([seen.demoted, seen.again, seen.upgraded], [true, false, true]);
      assert.equal(
        seen.dark[0].filter((section) => /video (sendrecv|sendonly|recvonly)/.test(section)).length,
        0,
      );
      assert.deepEqual(seen.dark.slice(1), ['ended', 'audio', 'audio']);
      assert.deepEqual(seen.modes, [
        ['audio', 'video'],
        ['audio', 'video'],
      ]);
      for (const { size } of seen.pictures) assert.deepEqual(size, [320, 240]);
      const methods = lab.wire.frames.slice(from).map(({ method }) => method);
      assert.equal(methods.includes('UPDATE'), useUpdate);
    },
  );
}

crtcScenario(
  'an upgrade that is rejected leaves both ends with sound alone',
  async (accounts) => {
    const media = { audio: true, video: false };
    const review = ({ request, reject }) => {
      window.method = request.method;
      reject();
    };
    const { alice, bob, stop } = await crtc.call({ ...accounts, media, review });
    const upgraded = await alice.session.upgradeToVideo({ videoConstraints: crtc.video });
    const isGivenBack = () => alice.sentTrack('video')?.readyState !== 'live';
    await crtc.until(isGivenBack, 'the camera to be given back');
    const seen = {
      ...{ upgraded, method: window.method, modes: [alice.session.mode, bob.session.mode] },
      told: [...alice.told('mode'), ...bob.told('mode')],
      ended: alice.session.isEnded(),
    };
    stop();
    return seen;
  },
  (seen) =>
    assert.deepEqual(seen, {
      ...{ upgraded: false, method: 'INVITE', modes: ['audio', 'audio'] },
      ...{ told: [], ended: false },
    }),
);

crtcScenario(
  'without somebody to ask theirs is seen, and no camera is opened',
  async (accounts) => {
    const media = { audio: true, video: false };
    const { alice, bob, stop } = await crtc.call({ ...accounts, media });
    const upgraded = await alice.session.upgradeToVideo({ videoConstraints: crtc.video });
    const { size } = await share.see(bob.picture());
    const seen = { upgraded, size, sent: bob.sentTrack('video')?.id, mode: bob.session.mode };
    stop();
    return seen;
  },
  (seen) => {
    assert.deepEqual(seen, { upgraded: true, size: [320, 240], sent: undefined, mode: 'video' });
  },
);

crtcScenario(
  'mute is told each time, and what it does to the track',
  async (accounts) => {
    const { alice, stop } = await crtc.call(accounts);
    alice.session.mute({ video: true });
    alice.session.mute({ video: true });
    const state = await alice.expect('videoTrackState');
    const seen = {
      muted: alice.told('muted'),
      state: [state.property, state.properties, state.value],
      ice: alice.told('peerconnection:iceConnectionState').includes('connected'),
      stream: alice.told('localMediastreamUpdate').length,
    };
    stop();
    return seen;
  },
  (seen) => {
    assert.deepEqual(seen.muted, [{ video: true }, { video: true }]);
    assert.deepEqual(seen.state, ['enabled', 'enabled', false]);
    assert.deepEqual([seen.ice, seen.stream], [true, 1]);
  },
);

crtcScenario(
  'a server that is not there is told of after five seconds, once, and the attempts go on',
  async ({ caller }) => {
    const { CRTC } = crtc;
    const ua = new CRTC.UA({
      sockets: [new CRTC.WebSocketInterface('ws://127.0.0.1:9')],
      uri: caller.user,
      connection_recovery_max_interval: 1,
      connection_recovery_min_interval: 1,
    });
    const begun = performance.now();
    const log = [];
    for (const event of ['connecting', 'connectFailed']) {
      ua.on(event, (payload) => log.push([event, performance.now() - begun, payload]));
    }
    ua.start();
    const failures = () => log.filter(([event]) => event === 'connectFailed');
    await crtc.until(() => failures().length > 0, 'connectFailed');
    const [[, at, payload]] = failures();
    const after = log.length + 2;
    await crtc.until(() => log.length >= after, 'two more attempts');
    ua.stop();
    return { at, payload, count: failures().length };
  },
  ({ at, payload, count }) => {
    assert.ok(at > 4900 && at < 7000, `after ${at} ms`);
    assert.deepEqual(payload, { originator: 'local', message: 'Connection Error' });
    assert.equal(count, 1);
  },
);

crtcScenario(
  'a camera by way of a canvas, and what a connection sends and receives',
  async (accounts) => {
    const { CRTC } = crtc;
    const { alice, bob, stop } = await crtc.call(accounts);
    const stream = new MediaStream([alice.sentTrack('audio'), alice.sentTrack('video')]);
    const redrawn = CRTC.Utils.getStreamThroughCanvas(stream);
    const { size } = await share.see(redrawn);
    const { audioStream, videoStream, mediaStream } = CRTC.Utils.getStreams(
      bob.session.connection,
      'remote',
    );
    const seen = {
      size,
      kinds: redrawn
        .getTracks()
        .map(({ kind }) => kind)
        .sort(),
      received: [audioStream, videoStream, mediaStream].map((one) => one.getTracks().length),
      soundAlone: CRTC.Utils.getStreamThroughCanvas(audioStream) === audioStream,
    };
    stop();
    const [picture] = redrawn.getVideoTracks();
    await crtc.until(() => picture.readyState === 'ended', 'the end with the camera');
    return seen;
  },
  (seen) =>
    assert.deepEqual(seen, {
      ...{ size: [320, 240], kinds: ['audio', 'video'], received: [1, 1, 2], soundAlone: true },
    }),
);

crtcScenario(
  'the quality of a call is told on session, user agent and getStats',
  async (accounts) => {
    const { CRTC } = crtc;
    const { from, alice, bob, stop } = await crtc.call(accounts);
    const first = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));
    const stats = new CRTC.getStats(alice.session.connection);
    const report = first(stats, 'report');
    const [ofAgent, ofStats] = [first(from, 'network-quality'), first(stats, 'network-quality')];
    const count = alice.told('network-quality').length;
    // The first reading has nothing to be compared with.
    await alice.expect('network-quality', count + 2);
    const seen = {
      ...{ ofAgent: await ofAgent, ofStats: await ofStats, report: await report },
      ofSession: alice.told('network-quality').at(-1),
      far: await bob.expect('network-quality'),
    };
    stop();
    return seen;
  },
  ({ ofSession, ofAgent, ofStats, far, report }) => {
    const names = [
      'RTT',
      'uplinkNetworkQuality',
      'uplinkLoss',
      'downlinkNetworkQuality',
      'downlinkLoss',
    ];
    for (const quality of [ofSession, ofAgent, ofStats, far]) {
      assert.deepEqual(Object.keys(quality), names);
      const { uplinkNetworkQuality: up, downlinkNetworkQuality: down } = quality;
      assert.ok(
        [up, down].every((level) => level >= 0 && level <= 6),
        JSON.stringify(quality),
      );
    }
    // Between two ends of one machine nothing is lost.
    const { uplinkNetworkQuality: up, downlinkNetworkQuality: down } = ofSession;
    assert.ok(up >= 1 && up <= 2 && down >= 1 && down <= 2, JSON.stringify(ofSession));
    assert.match(report.uplinkSpeed, /^$|^\d+\.\dkbps$/);
  },
);
