// What a call sends, changed while it stands, by our own API between two pages through Kamailio.

import assert from 'node:assert/strict';

import { talk } from '../lab/media_page.mjs';
import { packageScenario } from './scenario.mjs';

packageScenario('an upgrade is accepted, and taken back by the other end', async ({ lab }) => {
  await talk(lab, {}, async (erin, frank) => {
    assert.equal((await erin.run('state')).mode, 'audio');
    const upgrading = erin.run('do', 'upgrade');
    await frank.becomes('isAsked', true);
    assert.equal(await frank.run('accept', { video: true }), 'done');
    assert.equal(await upgrading, 'done');
    await Promise.all([erin.decodes(), frank.decodes()]);
    assert.deepEqual(await erin.run('heard'), ['mode video by local']);
    assert.deepEqual(await frank.run('heard'), ['mode video by remote']);

    assert.equal(await frank.run('do', 'downgrade'), 'done');
    for (const page of [erin, frank]) {
      await page.page.waitForFunction(() => window.media.state().mode === 'audio');
      assert.equal(
        (await page.run('state')).cameras,
        0,
        `the camera of ${page.user} is given back`,
      );
      assert.deepEqual(await page.run('sections'), ['rejected']);
    }
    // And once more: the section is used again.
    const again = frank.run('do', 'upgrade');
    await erin.becomes('isAsked', true);
    assert.equal(await erin.run('accept'), 'done');
    assert.equal(await again, 'done');
    await erin.decodes();
    assert.equal((await erin.run('state')).cameras, 0, 'accepted without a camera');
    assert.deepEqual(await erin.run('sections'), ['live']);
  });
});

packageScenario('an upgrade is rejected, and the camera given back', async ({ lab }) => {
  await talk(lab, {}, async (erin, frank) => {
    const upgrading = erin.run('do', 'upgrade');
    await frank.becomes('isAsked', true);
    await frank.run('reject');
    assert.equal(await upgrading, 'rejected');
    assert.deepEqual(await erin.run('heard'), []);
    assert.equal((await erin.run('state')).cameras, 0);
    assert.equal((await erin.run('state')).state, 'answered');
    assert.equal((await frank.run('state')).mode, 'audio');
  });
});

packageScenario(
  'a picture is shared in a call of sound, and the call is one again',
  async ({ lab }) => {
    await talk(lab, {}, async (erin, frank) => {
      const sharing = erin.run('share', '#picture');
      await frank.becomes('isAsked', true);
      assert.equal(await frank.run('accept'), 'done');
      assert.equal(await sharing, 'done');
      await frank.becomes('colour', 'red', 0);
      assert.equal((await erin.run('state')).mode, 'video');
      assert.equal(await erin.run('do', 'unshare'), 'done');
      assert.equal((await erin.run('state')).mode, 'audio');
      await frank.page.waitForFunction(() => window.media.state().mode === 'audio');

      const refused = erin.run('share', '#picture');
      await frank.becomes('isAsked', true);
      await frank.run('reject');
      assert.equal(await refused, 'rejected');
      assert.deepEqual((await erin.run('heard')).slice(-2), ['shared', 'unshared rejected']);
    });
  },
);

packageScenario('pictures take the place of the camera, or stand beside it', async ({ lab }) => {
  await talk(lab, { video: true }, async (erin, frank) => {
    await frank.decodes();
    const camera = await erin.run('camera');
    assert.equal(await erin.run('share', '#picture'), 'done');
    await frank.becomes('colour', 'red', 0);
    // Another takes its place, without an offer.
    assert.equal(await erin.run('share', '#box'), 'done');
    await frank.becomes('colour', 'green', 0);
    assert.deepEqual(await erin.run('sections'), ['live']);
    assert.equal(await erin.run('do', 'unshare'), 'done');
    assert.deepEqual(await erin.run('sends'), [camera]);
    await frank.decodes();

    assert.equal(await erin.run('share', '#picture', { beside: true }), 'done');
    assert.deepEqual(await erin.run('sections'), ['live', 'live']);
    await frank.becomes('colour', 'red', 1);
    await erin.run('do', 'unshare');
    await erin.page.waitForFunction(() => window.media.sections()[1] === 'rejected');
    assert.equal(await erin.run('share', '#box', { beside: true }), 'done');
    await frank.becomes('colour', 'green', 1);
    // The source ends by itself.
    await erin.run('remove', '#box');
    await erin.page.waitForFunction(() => !window.media.state().isShared);
    await erin.page.waitForFunction(() => !window.media.sections().slice(1).includes('live'));
    assert.equal((await erin.run('heard')).at(-1), 'unshared mediaMissing');
    assert.deepEqual(await erin.run('sends'), [camera]);
    assert.equal((await erin.run('state')).mode, 'video');
    assert.equal(await erin.run('do', 'hold'), 'done');
    assert.equal(await erin.run('do', 'unhold'), 'done');
    await frank.decodes();
  });
});

packageScenario('a camera is switched, and a wrong one changes nothing', async ({ lab }) => {
  await talk(lab, { video: true }, async (erin, frank) => {
    const [first, ...others] = await erin.run('cameras');
    // Firefox has no more than one fake camera; it is opened again.
    const other = others.at(-1) ?? first;
    assert.equal(await erin.run('camera'), first);
    assert.equal(await erin.run('do', 'switchDevice', 'camera', other), 'done');
    assert.equal(await erin.run('camera'), other);
    assert.deepEqual(await erin.run('sends'), [other]);
    await frank.decodes();
    assert.equal(await erin.run('do', 'switchDevice', 'camera', 'no such device'), 'mediaMissing');
    assert.deepEqual(await erin.run('sends'), [other]);
    await frank.decodes();
    assert.equal(await erin.run('do', 'switchDevice', 'microphone'), 'done');
    assert.deepEqual(await erin.run('heard'), ['device camera live', 'device microphone live']);
  });
});

packageScenario('codecs, limits and hints are as wished', async ({ lab }) => {
  const options = {
    video: true,
    codecs: { audio: ['PCMU'], video: ['VP9'], only: true },
    limits: { video: { maxBitrate: 150_000 } },
    contentHint: 'detail',
    degradationPreference: 'maintain-resolution',
  };
  await talk(lab, options, async (erin, frank) => {
    await frank.decodes();
    assert.equal(await erin.run('codec', 'audio'), 'audio/PCMU');
    assert.equal(await erin.run('codec', 'video'), 'video/VP9');
    assert.equal(await erin.run('maxBitrate', 'video'), 150_000);
    assert.equal(await erin.run('hint'), 'detail');
    assert.equal(await erin.run('do', 'limit', { video: { maxBitrate: null } }), 'done');
    assert.equal(await erin.run('maxBitrate', 'video'), null);
    assert.equal(await erin.run('do', 'limit', { video: { maxBitrate: -1 } }), 'invalidArgument');
  });
});
