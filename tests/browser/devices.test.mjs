// Devices in a real Chromium: lists, permissions, hot swap, sound that comes out, autoplay, insecure pages. Each test
// has a browser of its own, as it is flags that make one.

import assert from 'node:assert/strict';

import { launchBrowser } from '../lab/browser.mjs';
import { packageScenario } from './scenario.mjs';

const two = '--use-fake-device-for-media-stream=device-count=2';

/** A test with a page of a browser that was started in that way. */
function deviceScenario(name, options, run) {
  packageScenario(name, async ({ lab }) => {
    const { browser, context } = await launchBrowser(options);
    try {
      const page = await context.newPage();
      await run({ context, page, url: `${lab.url}/ringline_devices.html` });
    } finally {
      await browser.close();
    }
  });
}

deviceScenario('lists name what is there, and the default', { more: [two] }, async (given) => {
  const { page, url } = given;
  await page.goto(url);
  const { lists, permissions } = await page.evaluate(() => window.lists());
  assert.deepEqual(lists, [
    ['Fake Default Audio Input*', 'Fake Audio Input 1', 'Fake Audio Input 2'],
    ['fake_device_0*', 'fake_device_1'],
    ['Fake Default Audio Output*', 'Fake Audio Output 1', 'Fake Audio Output 2'],
  ]);
  assert.deepEqual(permissions, { microphone: 'granted', camera: 'granted' });
});

deviceScenario(
  'a permission that is given while the page is open reveals the cameras',
  { more: [two], without: ['--use-fake-ui'], permissions: [] },
  async ({ context, page, url }) => {
    await page.goto(url);
    await page.evaluate(() => window.reveal());
    await context.grantPermissions(['camera', 'microphone']);
    assert.equal(await page.evaluate(() => window.request(['camera'])), 'done');
    assert.deepEqual(await page.evaluate(() => window.seen), {
      before: [['camera 1', '']],
      plugged: 0,
      cameras: ['fake_device_0', 'fake_device_1'],
    });
  },
);

deviceScenario(
  'a user who says no is a typed error',
  {
    more: ['--deny-permission-prompts'],
    without: ['--use-fake-ui'],
    permissions: [],
  },
  async ({ page, url }) => {
    await page.goto(url);
    const refused = await page.evaluate(() => window.request(['microphone', 'camera']));
    assert.deepEqual(refused, { code: 'mediaDenied', hint: true, cause: 'NotAllowedError' });
  },
);

deviceScenario(
  'a frame without permission is told that its page forbids it',
  {},
  async ({ page, url }) => {
    await page.goto(url);
    await page.evaluate((url) => {
      const frame = document.createElement('iframe');
      frame.allow = "camera 'none'; microphone 'none'";
      frame.src = url;
      document.body.append(frame);
      return new Promise((resolve) => (frame.onload = resolve));
    }, url);
    const refused = await page.frames()[1].evaluate(() => window.request(['camera']));
    assert.deepEqual(refused, { code: 'mediaForbidden', hint: true, cause: 'NotAllowedError' });
  },
);

deviceScenario(
  'a machine without devices says that they are missing',
  { without: ['--use-fake-device'] },
  async ({ page, url }) => {
    await page.goto(url);
    const missing = await page.evaluate(() => window.request(['camera']));
    assert.deepEqual(missing, { code: 'mediaMissing', hint: true, cause: 'NotFoundError' });
  },
);

for (const [kind, fallback, chosen] of [
  ['microphone', 'Fake Default Audio Input', 'Fake Audio Input 2'],
  ['camera', 'fake_device_0', 'fake_device_1'],
]) {
  deviceScenario(
    `a call moves on when its ${kind} is pulled, and back when it returns`,
    { more: [two] },
    async ({ page, url }) => {
      await page.goto(url);
      const { steps, changes } = await page.evaluate((kind) => window.hotSwap(kind), kind);
      assert.deepEqual(steps, [
        [chosen, 'preferred', 'live', true],
        [fallback, 'unplugged', 'live', true],
        [chosen, 'returned', 'live', true],
      ]);
      assert.equal(changes, 2);
    },
  );
}

deviceScenario('an id that nobody has is a missing device', {}, async ({ page, url }) => {
  await page.goto(url);
  const seen = await page.evaluate(() => window.vanished());
  assert.deepEqual(seen, ['mediaMissing', 'OverconstrainedError', 'deviceId']);
});

deviceScenario(
  'sound goes on through a pause, a lost stream and a removed element',
  {},
  async ({ page, url }) => {
    await page.goto(url);
    assert.deepEqual(await page.evaluate(() => window.survive()), [
      ['played', true],
      ['paused', true],
      ['taken away', true],
      ['removed', true],
      ['played twice', true],
      ['disposed', true, null],
    ]);
  },
);

deviceScenario('sound comes out where it is told to', { more: [two] }, async ({ page, url }) => {
  await page.goto(url);
  assert.deepEqual(await page.evaluate(() => window.sinks()), {
    isThere: true,
    nowhere: { code: 'mediaMissing', hint: true, cause: 'NotFoundError' },
    stayed: true,
    chosen: { code: 'unsupported', hint: true, cause: 'UnsupportedError' },
    back: '',
  });
});

deviceScenario('a tone has the level that its samples have', {}, async ({ page, url }) => {
  await page.goto(url);
  const { tone, steady, silence } = await page.evaluate(() => window.levels());
  assert.ok(tone > 0 && tone <= 1, `${tone}`);
  // A sine that reaches 0.3 has -13.5 dBFS, and 60 dB are the whole bar.
  assert.ok(Math.abs(steady - (1 - 13.47 / 60)) < 0.02, `${steady}`);
  assert.equal(silence, 0);
});

/** Opens the page that acts by itself; resolves with a function that waits for what it says. */
async function listenTo(page, url) {
  const said = [];
  const waiting = new Map();
  page.on('console', (message) => {
    const { what, ...rest } = JSON.parse(message.text());
    said.push(what);
    waiting.get(what)?.resolve(rest);
  });
  const heard = (what) => {
    if (!waiting.has(what)) waiting.set(what, withResolvers());
    return waiting.get(what).promise;
  };
  for (const what of ['blocked', 'stream blocked', 'clicked', 'ringing', 'stream heard'])
    void heard(what);
  await page.goto(url);
  return { said, heard };
}

function withResolvers() {
  let resolve;
  const promise = new Promise((given) => (resolve = given));
  return { promise, resolve };
}

deviceScenario(
  'a ring that is blocked is told, and a click lets it ring',
  { more: ['--autoplay-policy=document-user-activation-required'] },
  async ({ page, url }) => {
    const { said, heard } = await listenTo(page, `${url}?ring`);
    assert.deepEqual(await heard('blocked'), { blocked: true, paused: true });
    assert.deepEqual(said, ['blocked']);
    await page.click('#unlock');
    assert.deepEqual(await heard('clicked'), { unlocked: true, blocked: false });
    await heard('ringing');
    assert.deepEqual(said.toSorted(), ['blocked', 'clicked', 'ringing', 'unblocked']);
  },
);

deviceScenario(
  'a voice that is blocked is heard after a click',
  { more: ['--autoplay-policy=user-gesture-required'] },
  async ({ page, url }) => {
    const { heard } = await listenTo(page, `${url}?stream`);
    assert.deepEqual(await heard('stream blocked'), { paused: true });
    await page.click('#unlock');
    assert.deepEqual(await heard('stream heard'), { paused: false });
  },
);

deviceScenario(
  'a page that is not served securely is told so',
  { more: ['--host-resolver-rules=MAP phone.example 127.0.0.1'], permissions: [] },
  async ({ page, url }) => {
    await page.goto(url.replace('127.0.0.1', 'phone.example'));
    const { secure, calls, webrtc, getUserMedia } = await page.evaluate(() => window.support());
    assert.deepEqual([secure, calls, webrtc, getUserMedia], [false, false, true, false]);
    const insecure = { code: 'insecureContext', hint: true, cause: 'UnsupportedError' };
    assert.deepEqual(await page.evaluate(() => window.listCameras()), insecure);
    assert.deepEqual(await page.evaluate(() => window.request(['camera'])), insecure);
  },
);

deviceScenario('support() tells what this browser can do', {}, async ({ page, url }) => {
  await page.goto(url);
  const { codecs, selectAudioOutput, ...rest } = await page.evaluate(() => window.support());
  assert.ok(
    Object.values(rest).every((can) => can === true),
    JSON.stringify(rest),
  );
  assert.equal(selectAudioOutput, false);
  for (const name of ['opus', 'PCMU', 'PCMA']) assert.ok(codecs.audio.includes(name), name);
  assert.ok(codecs.video.includes('VP8'));
  assert.ok(!codecs.video.includes('rtx'));
});
