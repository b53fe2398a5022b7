// Devices in a real Firefox: what it lists, asks and forbids; microphones and loudspeakers that are really plugged in and
// pulled out; autoplay. Each test has a browser of its own, as it is preferences that make one.

import assert from 'node:assert/strict';

import { packageScenario } from '../browser/scenario.mjs';
import { until } from '../lab/condition.mjs';
import { DeskPage } from '../lab/desk.mjs';
import { Firefox } from '../lab/firefox.mjs';
import { domain, passwordOf } from '../lab/kamailio.mjs';

/** What is plugged into the sound server is there, and not what Firefox makes by itself. */
const real = { 'media.navigator.streams.fake': false };
/** Somebody is asked. */
const asking = { 'media.navigator.permission.disabled': false };
/** The settings of the browser answer: 1 allows, 2 blocks. */
const settled = (answer) => ({
  ...asking,
  'permissions.default.microphone': answer,
  'permissions.default.camera': answer,
});

function deviceScenario(name, preferences, run) {
  packageScenario(name, async ({ lab }) => {
    const firefox = await Firefox.launch({ preferences });
    try {
      const page = await firefox.newPage();
      await run({ lab, firefox, page, url: `${lab.url}/ringline_devices.html` });
    } finally {
      await firefox.close();
    }
  });
}

deviceScenario(
  'lists have names and ids once a device was opened, allowed or not',
  { ...real, ...settled(1) },
  async ({ firefox, page, url }) => {
    await firefox.sound.plugMicrophone('headset', 440);
    await firefox.sound.plugLoudspeaker('boombox');
    await page.goto(url);
    assert.deepEqual(await page.evaluate(() => window.lists()), {
      lists: [['microphone 1*'], [], []],
      permissions: { microphone: 'granted', camera: 'granted' },
    });
    assert.equal(await page.evaluate(() => window.request(['microphone'])), 'done');
    const { lists } = await page.evaluate(() => window.lists());
    assert.deepEqual(lists, [
      ['headset*', 'Monitor of Null Output', 'Monitor of boombox'],
      [],
      ['Null Output*', 'boombox'],
    ]);
  },
);

deviceScenario(
  'a user who says no is a typed error, who says yes is listened to',
  asking,
  async ({ firefox, url }) => {
    const ask = async (how) => {
      const page = await firefox.newPage();
      await page.goto(url);
      await page.bringToFront();
      const asked = page.evaluate(() => window.request(['microphone']));
      await firefox.answer(how);
      const outcome = await asked;
      const { lists, permissions } = await page.evaluate(() => window.lists());
      return [outcome, permissions.microphone, lists[0]];
    };
    const denied = { code: 'mediaDenied', hint: true, cause: 'NotAllowedError' };
    assert.deepEqual(await ask('block'), [denied, 'denied', ['microphone 1*']]);
    assert.deepEqual(await ask('allow'), ['done', 'granted', ['Default Audio Device*']]);
  },
);

deviceScenario('a browser that is set to refuse is a typed error', settled(2), async (given) => {
  const { page, url } = given;
  await page.goto(url);
  const { permissions } = await page.evaluate(() => window.lists());
  assert.deepEqual(permissions, { microphone: 'denied', camera: 'denied' });
  assert.deepEqual(await page.evaluate(() => window.request(['camera'])), {
    ...{ code: 'mediaDenied', hint: true, cause: 'NotAllowedError' },
  });
});

deviceScenario('a machine without a camera says so', real, async ({ page, url }) => {
  await page.goto(url);
  const missing = await page.evaluate(() => window.request(['camera']));
  assert.deepEqual(missing, { code: 'mediaMissing', hint: true, cause: 'NotFoundError' });
});

for (const isInFront of [true, false]) {
  const where = isInFront ? '' : ', while another window is in front';
  deviceScenario(
    `a call moves on when its microphone is pulled${where}`,
    { ...real, 'media.devices.unfocused.enabled': false },
    async ({ lab, firefox, page }) => {
      // They sound as Erin and Grace do.
      await firefox.sound.plugMicrophone('fixed', 440);
      await firefox.sound.plugMicrophone('headset', 1130);
      const here = Object.assign(Object.create(lab), { contextOf: () => firefox });
      const [erin, frank] = await Promise.all([
        DeskPage.open(here, 'erin'),
        DeskPage.open(lab, 'frank'),
      ]);
      await erin.page.bringToFront();
      const call = await erin.run('callWithMicrophone', 'frank', 'headset');
      const there = await frank.ringing();
      await frank.run('answer', there);
      await frank.hears(there, 'grace');
      if (!isInFront) await page.bringToFront();
      await firefox.sound.pull('headset');
      await frank.hears(there, 'erin');
      await erin.page.bringToFront();
      await firefox.sound.plugMicrophone('headset', 1130);
      await frank.hears(there, 'grace');
      assert.deepEqual(await erin.run('reasons'), [isInFront ? 'unplugged' : 'dead', 'returned']);
      assert.equal((await erin.run('state', call)).state, 'answered');
      await Promise.all([erin.close(), frank.close()]);
    },
  );
}

deviceScenario('CRTC takes another microphone when one is pulled', real, async (given) => {
  const { lab, firefox, page } = given;
  await firefox.sound.plugMicrophone('fixed', 440);
  await firefox.sound.plugMicrophone('headset', 1130);
  const account = (user) => ({
    ...{ url: lab.kamailio.url, user: `sip:${user}@${domain}`, password: passwordOf(user) },
  });
  await page.goto(`${lab.url}/ringline_crtc.html`);
  const heard = (pitch) =>
    page.evaluate(async (pitch) => {
      const { bob } = window.ends;
      const isHeard = () => Math.abs(crtc.listen(bob.session.connection).frequency - pitch) < 20;
      await crtc.until(isHeard, `${pitch} Hz at the far end`);
    }, pitch);
  await page.evaluate(
    async (accounts) => {
      const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
      window.ends = await crtc.call({ ...accounts, media: { audio: raw, video: false } });
      const all = await crtc.CRTC.Utils.getMicrophones();
      const { deviceId } = all.find(({ label }) => label === 'headset');
      await window.ends.alice.session.switchDevice('microphone', deviceId);
    },
    { caller: account('grace'), callee: account('heidi') },
  );
  await heard(1130);
  await firefox.sound.pull('headset');
  await heard(440);
  await page.evaluate(() => window.ends.stop());
});

deviceScenario('sound comes out where it is told to', real, async ({ firefox, page, url }) => {
  await firefox.sound.plugMicrophone('headset', 440);
  await firefox.sound.plugLoudspeaker('boombox');
  await page.goto(url);
  assert.equal(await page.evaluate(() => window.request(['microphone'])), 'done');
  assert.deepEqual(await page.evaluate(() => window.sinks()), {
    isThere: true,
    nowhere: { code: 'mediaMissing', hint: true, cause: 'NotFoundError' },
    stayed: true,
    chosen: 'done',
    back: '',
  });
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

deviceScenario('a tone has the level that its samples have', {}, async ({ page, url }) => {
  await page.goto(url);
  const { tone, steady, silence } = await page.evaluate(() => window.levels());
  assert.ok(tone > 0 && tone <= 1, `${tone}`);
  assert.ok(Math.abs(steady - (1 - 13.47 / 60)) < 0.02, `${steady}`);
  assert.equal(silence, 0);
});

/** What a page says that acts by itself, by its first words. */
function listenTo(page) {
  const said = new Map();
  page.on('console', (message) => {
    const { what, ...rest } = JSON.parse(message.text());
    said.set(what, rest);
  });
  return (what) => until(`the page to say ${what}`, () => said.get(what));
}

const blocking = { 'media.autoplay.default': 1, 'media.autoplay.block-webaudio': true };

deviceScenario(
  'a ring that is blocked is told, and a click lets it ring',
  blocking,
  async ({ page, url }) => {
    const heard = listenTo(page);
    await page.goto(`${url}?ring`);
    assert.deepEqual(await heard('blocked'), { blocked: true, paused: true });
    await page.click('#unlock');
    assert.deepEqual(await heard('clicked'), { unlocked: true, blocked: false });
    await heard('unblocked');
    await heard('ringing');
  },
);

deviceScenario(
  'a voice that is blocked is heard after a click',
  blocking,
  async ({ page, url }) => {
    const heard = listenTo(page);
    await page.goto(`${url}?stream`);
    assert.deepEqual(await heard('stream blocked'), { paused: true });
    await page.click('#unlock');
    assert.deepEqual(await heard('stream heard'), { paused: false });
  },
);

deviceScenario(
  'who is allowed the microphone may sound without a click',
  { ...real, ...blocking, ...settled(1) },
  async ({ firefox, page, url }) => {
    await firefox.sound.plugMicrophone('headset', 440);
    const heard = listenTo(page);
    await page.goto(`${url}?stream`);
    await heard('ringing');
  },
);

deviceScenario(
  'a page that is not served securely is told so',
  { 'network.dns.localDomains': 'phone.example' },
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
  const { codecs, ...rest } = await page.evaluate(() => window.support());
  assert.ok(
    Object.values(rest).every((can) => can === true),
    JSON.stringify(rest),
  );
  for (const name of ['opus', 'PCMU', 'PCMA']) assert.ok(codecs.audio.includes(name), name);
  assert.ok(codecs.video.includes('VP8'));
  assert.ok(!codecs.video.includes('rtx'));
});
