// Recordings in the page, read back by decoding them: how long, how many channels, whose tone is in
// which, and what is not in them.

import assert from 'node:assert/strict';

import { DeskPage, frequencies, heardIn } from '../lab/desk.mjs';
import { packageScenario } from './scenario.mjs';

const kOpus = 'audio/webm;codecs=opus';

async function call(lab, run, { video, isStrict } = {}) {
  const pages = await Promise.all(
    ['erin', 'frank'].map((user) => DeskPage.open(lab, user, {}, isStrict)),
  );
  const [erin, frank] = pages;
  try {
    const { here, there } = await erin.talkTo(frank, { video });
    await Promise.all([erin.hears(here, 'frank'), frank.hears(there, 'erin')]);
    await run({ erin, frank, here, there });
  } finally {
    await Promise.all(pages.map((page) => page.close()));
  }
}

/** Records for so many seconds of sound. */
const until = (erin, seconds) =>
  erin.page.waitForFunction((seconds) => window.recording.duration >= seconds, seconds, {
    polling: 20,
  });

/** Whose tones are in a channel of each part, from its second to its last but one. */
const heardInParts = ({ parts }, channel) =>
  parts.slice(1, -1).map((channels) => heardIn(channels[channel]));

function all(parts, expected) {
  assert.ok(parts.length > 0, 'nothing was recorded');
  assert.deepEqual(
    parts,
    parts.map(() => expected),
  );
}

for (const [what, options, type, lacking] of [
  ['the browser encodes', {}, kOpus],
  ['MP4 asked for', { format: 'mp4' }, 'audio/mp4;codecs=opus', { firefox: 'it writes no MP4' }],
  [
    'WAV',
    { format: 'wav' },
    'audio/wav',
    { firefox: 'it needs a worklet, which the policy forbids' },
  ],
]) {
  const run = async ({ lab }) => {
    const body = async ({ erin, here }) => {
      assert.equal(await erin.run('record', here, { ...options, interval: 500 }), type);
      await until(erin, 3);
      await erin.run('stopRecording');
      const sound = await erin.run('recordedSound', frequencies);
      assert.equal(sound.type, type);
      near(sound.duration, sound.progress.at(-1).duration, 0.2);
      near(sound.sameFromChunks, sound.duration, 0.01);
      assert.ok(sound.chunks >= 5, `${sound.chunks} chunks`);
      assert.equal(sound.progress.at(-1).size, sound.size);
      assert.equal(sound.error, undefined);
      assert.equal(sound.ended, 1);
      all(heardInParts(sound, 0), 'erin,frank');
    };
    await call(lab, body, { isStrict: true });
  };
  packageScenario(`both sides in one channel, under a strict policy: ${what}`, run, lacking);
}

packageScenario('a worklet that the policy forbids is said to be', async ({ lab }) => {
  const body = async ({ erin, here }) => {
    await erin.page.evaluate(() => delete window.MediaStreamTrackProcessor);
    assert.match(await erin.run('record', here, { format: 'wav' }), /^unsupported: .*script-src/);
    assert.equal(await erin.run('record', here, {}), kOpus);
    await erin.run('stopRecording');
  };
  await call(lab, body, { isStrict: true });
});

for (const format of ['webm', 'wav']) {
  packageScenario(
    `a side in each channel, and a pause that is not in it: ${format}`,
    async ({ lab }) => {
      await call(lab, async ({ erin, frank, here, there }) => {
        await erin.run('record', here, { format, channels: 'separate' });
        await until(erin, 1.5);
        await erin.run('pauseRecording');
        const paused = await erin.run('recorded');
        assert.equal(paused.state, 'paused');
        // What is told meanwhile has another tone, which would be seen.
        await frank.run('switchMicrophone', there, 1130);
        await erin.hears(here, 'grace');
        assert.equal((await erin.run('recorded')).duration, paused.duration);
        await frank.run('switchMicrophone', there, 740);
        await erin.hears(here, 'frank');
        await erin.run('resumeRecording');
        await until(erin, 3);
        await erin.run('mute', here, true);
        await until(erin, 4.5);
        await erin.run('stopRecording');
        const sound = await erin.run('recordedSound', frequencies);
        assert.equal(sound.channels, 2);
        near(sound.duration, 4.5, 0.4);
        const [ours, theirs] = [0, 1].map((channel) => heardInParts(sound, channel));
        all(theirs, 'frank');
        all(ours.slice(0, 9), 'erin');
        all(ours.slice(-3), '');
      });
    },
  );
}

packageScenario('WAV by a worklet, where tracks cannot be read', async ({ lab }) => {
  await call(lab, async ({ erin, here }) => {
    await erin.page.evaluate(() => delete window.MediaStreamTrackProcessor);
    // Twice: the context has the worklet already.
    for (let i = 0; i < 2; ++i) {
      await erin.run('record', here, { format: 'wav', channels: 'separate' });
      await until(erin, 1.5);
      await erin.run('stopRecording');
      const sound = await erin.run('recordedSound', frequencies);
      near(sound.duration, 1.5, 0.3);
      all(heardInParts(sound, 0), 'erin');
      all(heardInParts(sound, 1), 'frank');
    }
  });
});

packageScenario('the end of the call ends it, with all there is', async ({ lab }) => {
  await call(lab, async ({ erin, frank, here, there }) => {
    await erin.run('record', here, {});
    await until(erin, 1);
    await frank.run('do', there, 'hangup');
    const sound = await erin.run('recordedSound', frequencies);
    assert.equal((await erin.run('recorded')).state, 'stopped');
    all(heardInParts(sound, 0), 'erin,frank');
    assert.match(await erin.run('record', here, {}), /^invalidState/);
  });
});

packageScenario('a recording that keeps nothing gives its chunks alone', async ({ lab }) => {
  await call(lab, async ({ erin, here }) => {
    await erin.run('record', here, { keep: false, interval: 250 });
    await until(erin, 1.5);
    await erin.run('stopRecording');
    assert.equal(await erin.run('emptyResult'), 0);
    const { duration } = await erin.page.evaluate(async () => ({
      duration: (await window.desk.soundOf(new Blob(window.told.chunks), [440])).duration,
    }));
    near(duration, 1.5, 0.4);
  });
});

packageScenario('the remote picture with the sound', async ({ lab }) => {
  await call(
    lab,
    async ({ erin, here }) => {
      assert.equal(
        await erin.run('record', here, { video: 'remote' }),
        'video/webm;codecs=vp8,opus',
      );
      await until(erin, 2);
      await erin.run('stopRecording');
      const picture = await erin.run('recordedPicture');
      assert.ok(picture.width > 0 && picture.height > 0);
      const sound = await erin.run('recordedSound', frequencies);
      near(sound.duration, 2, 0.5);
      all(heardInParts(sound, 0).slice(1), 'erin,frank');
    },
    { video: true },
  );
});

const cameraSwitched = async ({ lab }) => {
  const body = async ({ erin, here }) => {
    await erin.run('record', here, { video: 'local' });
    await until(erin, 1.5);
    await erin.run('switchCamera', here, 'red');
    await until(erin, 4);
    await erin.run('stopRecording');
    const { last } = await erin.run('recordedPicture');
    const isRed = last.red > 200 && last.green < 60 && last.blue < 60;
    assert.ok(isRed, `the last picture is ${JSON.stringify(last)}`);
  };
  await call(lab, body, { video: true });
};
packageScenario('our picture, which goes on when the camera is switched', cameraSwitched, {
  firefox: 'its recorder keeps to the first track',
});

packageScenario('what a browser cannot record is said', async ({ lab }) => {
  await call(lab, async ({ erin, here }) => {
    assert.match(await erin.run('record', here, { video: 'remote' }), /^invalidState/);
    assert.match(await erin.run('record', here, { format: 'ogg' }), /^invalidArgument/);
    await erin.page.evaluate(() => {
      window.MediaRecorder = undefined;
    });
    assert.match(await erin.run('record', here, {}), /^unsupported/);
    await erin.page.evaluate(() => {
      window.AudioContext = undefined;
    });
    assert.match(await erin.run('record', here, { format: 'wav' }), /^unsupported/);
  });
});

packageScenario('a conference: we are left, all others right', async ({ lab }) => {
  const pages = await Promise.all(
    ['erin', 'frank', 'grace'].map((user) => DeskPage.open(lab, user)),
  );
  const [erin, frank, grace] = pages;
  try {
    const one = await erin.talkTo(frank);
    const two = await erin.talkTo(grace);
    await erin.run('confer', [one.here, two.here]);
    await erin.roomHears('frank', 'grace');
    await erin.run('record', undefined, { channels: 'separate' });
    await until(erin, 2);
    await erin.run('endRoom');
    const sound = await erin.run('recordedSound', frequencies);
    all(heardInParts(sound, 0), 'erin');
    all(heardInParts(sound, 1), 'frank,grace');
  } finally {
    await Promise.all(pages.map((page) => page.close()));
  }
});

function near(value, expected, tolerance) {
  assert.ok(Math.abs(value - expected) <= tolerance, `${value} is not near ${expected}`);
}
