// The controls of the demo that the stories of demo.test.mjs do not need: each is pressed, and does what it says.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'node:test';

import { until } from '../lab/condition.mjs';
import { DemoLab, pocket } from '../lab/demo_lab.mjs';

const kInCall = /^In call/;
const kWindows = [
  [375, 720],
  [768, 1024],
  [1440, 860],
];

/** In the page: what of a call's name and state lies on one of its buttons, or outside of it. */
function touches() {
  const overlap = (one, other) =>
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom;
  return [...document.querySelectorAll('.call')].flatMap((call) => {
    const buttons = [...call.querySelectorAll('button')]
      .filter((button) => button.checkVisibility())
      .map((button) => button.getBoundingClientRect());
    const tile = call.getBoundingClientRect();
    const isInside = ({ left, right, top, bottom }) =>
      left >= tile.left && right <= tile.right && top >= tile.top && bottom <= tile.bottom;
    return [...call.querySelectorAll('.caption :is(strong, .status, .time)')]
      .filter((text) =>
        [...text.getClientRects()].some(
          (line) => buttons.some((button) => overlap(line, button)) || !isInside(line),
        ),
      )
      .map((text) => text.innerText)
      .concat(buttons.filter((button) => !isInside(button)).map(() => 'a button'));
  });
}

/** In the page: devices have no names until one was opened, as browsers have it where nothing was allowed. */
function hideDevices() {
  const { mediaDevices } = navigator;
  const [list, open] = ['enumerateDevices', 'getUserMedia'].map((name) =>
    mediaDevices[name].bind(mediaDevices),
  );
  let isAllowed = false;
  mediaDevices.getUserMedia = async (wish) => {
    const stream = await open(wish);
    isAllowed = true;
    return stream;
  };
  const unnamed = ['audioinput', 'videoinput'].map((kind) => ({
    kind,
    deviceId: '',
    groupId: '',
    label: '',
  }));
  mediaDevices.enumerateDevices = async () => (isAllowed ? list() : unnamed);
}

describe('demo controls', { timeout: 300_000 }, () => {
  let lab;
  before(async () => (lab = await DemoLab.open()));
  after(() => lab?.close());
  afterEach(() => lab.tidy());

  const inCall = (tab) => tab.shows('a call', '.call:not([hidden]) .status', kInCall);
  const clipboard = ({ page }) => page.evaluate(() => navigator.clipboard.readText());

  async function talk(one, two, { video = false } = {}) {
    await one.press(`${video ? 'Video call' : 'Call'}: ${two.number}`);
    await two.press(video ? 'Answer with video' : 'Answer');
    await Promise.all([inCall(one), inCall(two)]);
  }

  it('dials by its keys, and copies what it shows', async () => {
    const permissions = ['camera', 'microphone', 'clipboard-read', 'clipboard-write'];
    const context = await lab.context({ permissions });
    const one = await lab.registered({ context });
    await one.press('Copy number');
    await one.shows('that it was copied', '.toasts', /Copied/);
    assert.equal(await clipboard(one), one.number);
    await one.page.locator('.toast').getByRole('button', { name: 'Close' }).click();
    await one.page.locator('.toast').waitFor({ state: 'detached' });

    for (const key of ['1', '9', '*', '7']) await one.press(key);
    await one.press('Delete');
    await one.press('7');
    const field = one.page.getByLabel('Number or address');
    assert.equal(await field.inputValue(), '19*7');
    await one.press('Video call');
    await one.shows('who is not there', '.toasts', /19\*7: nobody has this number/);
    await one.shows('what to do', '.toasts small', /They must be registered at the server/);

    await one.press('Copy all');
    await until('the messages copied', async () => /^INVITE sip:/m.test(await clipboard(one)));
    await one.press('Clear');
    await one.page.locator('.rung').first().waitFor({ state: 'detached' });
    await one.page.getByText('What goes over the wire appears here.').waitFor();
    await one.press('Messages');
    await one.page.getByText('No messages yet').waitFor();
    await one.press('SIP');
    await one.page.locator('.panel.ladder').waitFor();

    const opening = context.waitForEvent('page');
    await one.press('Open a second tab');
    const second = await opening;
    await second.locator('.pill[data-state=registered]').waitFor();
    const name = `Call: ${await second.locator('.number').innerText()}`;
    await one.page.getByRole('button', { name, exact: true }).waitFor();
  });

  it('calls somebody by their name: clicked, or by the keyboard', async () => {
    const [one, two] = await lab.phones(2);
    const row = one.page.locator('.people li', { hasText: two.number });
    await row.waitFor();
    const buttons = row.getByRole('button');
    const names = (await buttons.all()).map((button) => button.getAttribute('aria-label'));
    const [call, video] = [`Call: ${two.number}`, `Video call: ${two.number}`];
    assert.deepEqual(await Promise.all(names), [call, video]);

    await row.getByText(two.number, { exact: true }).click();
    await two.press('Decline');
    await Promise.all([one.isIdle(), two.isIdle()]);
    await row.getByRole('button', { name: call, exact: true }).focus();
    await one.page.keyboard.press('Enter');
    await two.press('Answer');
    await inCall(one);
    assert.equal(await one.page.evaluate(() => globalThis.phone.calls[0].mode), 'audio');
  });

  it('changes its light and its language, and keeps both', async () => {
    const context = await lab.context({ colorScheme: 'light', locale: 'en' });
    const one = await lab.registered({ context });
    const theme = () => one.page.locator('html').getAttribute('data-theme');
    await one.press('Light or dark');
    assert.equal(await theme(), 'dark');
    await one.press('中文');
    await one.page.getByText('可以通话了').waitFor();
    await one.page.reload();
    await one.page.getByText('可以通话了').waitFor();
    assert.equal(await theme(), 'dark');
    await one.press('浅色或深色');
    assert.equal(await theme(), 'light');
    await one.press('English');
    await one.page.getByText('Ready for a call').waitFor();
  });

  it('sets devices before a call, in Chinese too', async () => {
    const context = await lab.context({ locale: 'zh-CN' });
    const prepare = (page) => page.addInitScript(hideDevices);
    const one = await lab.registered({ context, prepare });
    await one.press('设备');
    await one.press('允许使用麦克风和摄像头');
    await until('names of the devices', async () =>
      /Fake Audio Input 1/.test(await one.page.getByLabel('麦克风', { exact: true }).innerText()),
    );
    await one.page.getByRole('slider', { name: '音量' }).fill('0.5');
    const speaker = one.page.getByLabel('扬声器', { exact: true });
    await speaker.selectOption({ label: 'Fake Audio Output 1' });
    await one.press('播放提示音');
    await one.page.keyboard.press('Escape');
    await one.page.locator('.drawer').waitFor({ state: 'hidden' });
    await one.press('设备');
    await one.press('关闭');
    await one.page.locator('.drawer').waitFor({ state: 'hidden' });

    await one.press('设置');
    await one.page.getByLabel('按键音').selectOption('rtp');
    await one.press('取消');
    await one.press('设置');
    assert.equal(await one.page.getByLabel('按键音').inputValue(), 'info');
    await one.page.getByLabel('按键音').selectOption('rtp');
    await one.press('应用');
    await one.page.locator('dialog').waitFor({ state: 'detached' });
    await one.press('设置');
    assert.equal(await one.page.getByLabel('按键音').inputValue(), 'rtp');
  });

  it('offers sound where there is no camera', async () => {
    const [one, two] = await lab.phones(2);
    await one.page.evaluate(() => {
      const { mediaDevices } = navigator;
      const open = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = (wish) =>
        wish.video
          ? Promise.reject(new DOMException('Requested device not found', 'NotFoundError'))
          : open(wish);
    });
    await one.press(`Video call: ${two.number}`);
    await one.shows('what is missing', '.toasts', /no microphone or camera was found/);
    await one.press('Call with sound only');
    await two.press('Answer');
    await inCall(one);
    assert.deepEqual(await one.page.evaluate(() => globalThis.phone.calls[0].mode), 'audio');
  });

  it('mutes and unmutes, shares what it shows, and fits the picture', async () => {
    const [one, two] = await lab.phones(2);
    await talk(one, two);
    await one.press('Mute microphone');
    await one.press('Unmute microphone');
    await one.page.getByRole('button', { name: 'Mute microphone', pressed: false }).waitFor();
    await one.press('Video: ask for a video call');
    await two.press('Yes, without my camera');
    await two.plays();
    await two.press('Whole picture or whole window');
    await two.page.locator('.call.whole').waitFor();

    await one.press('Share a picture');
    await one.page.getByLabel('Beside my camera, as a second picture').uncheck();
    await one.press(/^SIP messages of this page/);
    await one.shows('what is shared', '.banner.share', /You are sharing: SIP messages/);
    await until('one picture alone', () => two.page.locator('video.second').isHidden());
    await two.plays();
    await lab.picture(two, 'shared_page');
    // The tool of the bar ends it as the banner does.
    await one.press('Stop sharing');
    await one.page.locator('.banner.share').waitFor({ state: 'hidden' });
    await one.press('Share a picture');
    await one.page.getByLabel('Beside my camera, as a second picture').check();
    await one.press(/^Screen or window/);
    await one.shows('what is shared', '.banner.share', /You are sharing: Screen or window/);
    await two.page.locator('video.second').waitFor();
    await one.page.getByRole('button', { name: 'Stop sharing', pressed: true }).click();
    await two.page.locator('video.second').waitFor({ state: 'hidden' });
  });

  it('takes a conference apart and together, and records it as asked', async () => {
    const [one, two, three] = await lab.phones(3);
    await talk(two, one);
    await three.press(`Video call: ${one.number}`);
    await one.press('Hold and answer with video');
    await one.plays();
    await one.press('Conference');
    await one.shows('who is in it', '.banner.party', /Conference: you, \d+, \d+/);
    await one.press('Split up');
    await one.shows('who waits', '.waiting[data-look=waiting]', new RegExp(two.number));
    await one.page.locator('.waiting .choose', { hasText: two.number }).click();
    await one.shows('the one chosen', '.call:not([hidden]) .caption', new RegExp(two.number));
    await one.press('Conference');
    await one.shows('who is in it', '.banner.party', /Conference: you, \d+, \d+/);

    await one.press('Record the call');
    await one.page.getByLabel('Format').selectOption('wav');
    await one.page.getByLabel('Channels').selectOption('separate');
    await one.press('Start recording');
    await one.shows('its time and size', '.banner.rec', /0:0[1-9] · \d+ kB/);
    await one.page.locator('.tool.tape').click();
    await one.shows('what was recorded', '.tapes', new RegExp(two.number));
    const downloading = one.page.waitForEvent('download');
    await one.press(/^Download: You/);
    const download = await downloading;
    assert.match(download.suggestedFilename(), /\.wav$/);
    const head = readFileSync(await download.path()).subarray(0, 24);
    assert.equal(head.toString('latin1', 0, 4), 'RIFF');
    assert.equal(head.readUInt16LE(22), 2, 'a channel for each side');
    await one.press(/^Delete: You/);
    await one.page.locator('.tapes').waitFor({ state: 'hidden' });

    await one.press(`Hang up: ${three.number}`);
    await three.isIdle();
    await one.shows('who is left', '.call:not([hidden]) .caption', new RegExp(two.number));
    await one.press('Hang up everybody');
    await two.isIdle();
  });

  it('adds one to a conference', async () => {
    const [one, two, three, four] = await lab.phones(4);
    await talk(two, one);
    await three.press(`Call: ${one.number}`);
    await one.press('Hold and answer');
    await one.press('Conference');
    await one.shows('who is in it', '.banner.party', /Conference: you, \d+, \d+/);
    await four.press(`Call: ${one.number}`);
    await one.press('Hold and answer');
    await inCall(four);
    await one.press('Add to conference');
    await one.shows('who is in it', '.banner.party', /Conference: you, \d+, \d+, \d+/);
    for (const tab of [two, three, four]) await inCall(tab);
    await one.page.locator('.call .chip').nth(2).waitFor();
    for (const [width, height] of [[360, 720], ...kWindows]) {
      await one.page.setViewportSize({ width, height });
      assert.deepEqual(await one.page.evaluate(touches), [], `${width} pixels`);
    }
    await lab.picture(one, 'conference_of_four');
  });

  it('transfers to what was typed, and takes a question back', async () => {
    const [one, two, three] = await lab.phones(3);
    await talk(two, one);
    await one.press('Transfer');
    await one.page.getByLabel('Transfer to').fill(three.number);
    await one.press('Ask first');
    await three.press('Answer');
    await one.shows('whom it asks', '.banner.party', new RegExp(`you ask ${three.number}`));
    await one.press(`Back to ${two.number}`);
    await three.isIdle();
    await Promise.all([inCall(one), inCall(two)]);
    await one.press('Transfer');
    await one.page.getByLabel('Transfer to').fill(three.number);
    await one.page.locator('.sheet form').getByRole('button', { name: 'Transfer' }).click();
    await three.press('Answer');
    await one.isIdle();
    await two.shows('its partner', '.call:not([hidden]) .caption', new RegExp(three.number));
  });

  it("makes a second call on a telephone's width, and answers a third over its devices", async () => {
    const [one, [two, three, four]] = await Promise.all([
      lab.registered({ size: pocket }),
      lab.phones(3),
    ]);
    await talk(one, two);
    await one.press('Another call');
    await one.press('Back to the call');
    await one.press('Another call');
    await one.press(`Call: ${three.number}`);
    await three.press('Answer');
    await one.shows('who waits', '.waiting[data-look=waiting]', new RegExp(two.number));
    await one.press('SIP');
    await one.press('Phone');
    await one.press('Devices');
    await four.press(`Call: ${one.number}`);
    await one.press('Hold and answer');
    await inCall(four);
    await three.shows('being held', '.status', /They put you on hold/);
  });

  for (const [width, height] of kWindows) {
    it(`has all of a call's controls in view at ${width} pixels`, async () => {
      const [one, two, three] = await Promise.all([
        lab.registered({ size: { width, height } }),
        lab.registered(),
        lab.registered(),
      ]);
      await talk(two, one, { video: true });
      await one.plays();
      await three.press(`Call: ${one.number}`);
      await one.page.getByRole('alertdialog').waitFor();
      const cut = await one.page.locator('.bar-of-tools .tool, .bell button').evaluateAll((all) =>
        all
          .filter((button) => button.checkVisibility())
          .filter((button) => {
            const { left, right, top, bottom } = button.getBoundingClientRect();
            const stage = button.closest('.stage').getBoundingClientRect();
            return (
              left < stage.left || right > stage.right || top < stage.top || bottom > stage.bottom
            );
          })
          .map((button) => button.getAttribute('aria-label')),
      );
      assert.deepEqual(cut, []);
    });
  }
});

describe('demo with its sound blocked', { timeout: 60_000 }, () => {
  let lab;
  const policy = '--autoplay-policy';
  before(async () => {
    const more = [`${policy}=user-gesture-required`];
    lab = await DemoLab.open({ more, without: [policy] });
  });
  after(() => lab?.close());
  afterEach(() => lab.tidy());

  it('says so, and a click turns it on', async () => {
    // Whatever playwright does in a page counts as a click: this one answers by itself.
    const answer = () => {
      const waiting = setInterval(() => {
        if (!globalThis.phone) return;
        clearInterval(waiting);
        globalThis.phone.on('incoming', (call) => void call.answer());
      }, 10);
    };
    const [one, two] = await Promise.all([
      lab.registered(),
      lab.tab({ prepare: (page) => page.addInitScript(answer) }),
    ]);
    await one.press(/^Call: /);
    await one.shows('the call', '.status', kInCall);
    await two.shows('that it is silent', '.banner.warn', /keeps the sound off until you click/);
    await two.press('Turn the sound on');
    await two.page.locator('.banner.warn').waitFor({ state: 'hidden' });
  });
});
