// The demo as its visitor has it: nothing configured, a few tabs of one browser.

import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'node:test';

import { until } from '../lab/condition.mjs';
import { DemoLab, pocket } from '../lab/demo_lab.mjs';

const redPicture = {
  name: 'red.svg',
  mimeType: 'image/svg+xml',
  buffer: Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240"><rect width="320" height="240" fill="red"/></svg>',
  ),
};

const isRed = ([red, green, blue]) => red > 200 && green < 60 && blue < 60;

describe('demo', { timeout: 300_000 }, () => {
  let lab;
  before(async () => (lab = await DemoLab.open()));
  after(() => lab?.close());
  afterEach(() => lab.tidy());

  it('gives each tab a number, keeps it over a reload, and not for a duplicate', async () => {
    const [one, two] = await lab.phones(2);
    assert.notEqual(one.number, two.number);
    await one.page.getByLabel(`Video call: ${two.number}`).waitFor();
    await lab.picture(one, 'idle');

    await two.page.reload();
    await two.shows('registered again', '.pill[data-state=registered]');
    assert.equal(await two.page.locator('.number').innerText(), two.number);

    // What a browser does when a tab is duplicated: the new one begins with the old one's storage.
    const kept = await one.page.evaluate(() => ({ ...sessionStorage }));
    const twin = await lab.registered({
      prepare: (page) => page.addInitScript((kept) => Object.assign(sessionStorage, kept), kept),
    });
    const numbers = [one.number, two.number, twin.number];
    assert.equal(new Set(numbers).size, 3, numbers.join());
  });

  it('calls with sound and picture, and all that the buttons promise', async () => {
    const [one, two] = await lab.phones(2);
    await one.press(`Video call: ${two.number}`);
    await two.page.getByRole('alertdialog', { name: one.number }).waitFor();
    await lab.picture(two, 'ringing');
    await lab.picture(one, 'calling');
    await two.press('Answer with video');
    await Promise.all([one, two].map((tab) => tab.plays()));
    await one.shows('a running clock', '.time', /0:0[1-9]/);
    await one.shows('a quality figure', '.quality .short', /\d+ ms/);
    await one.press(/^Connection: /);
    await one.shows('what is received', '.figures', /Receiving.*\d+ (k|M)bit/s);
    await lab.picture(one, 'call');
    await one.press(/^Connection: /);

    await two.press('Mute microphone');
    await two.page.getByRole('button', { name: 'Unmute microphone', pressed: true }).waitFor();
    await two.press('Turn camera off');
    await two.page.locator('video.local').waitFor({ state: 'hidden' });
    await two.press('Turn camera on');

    await one.press('Hold');
    await one.shows('held by us', '.status', /^On hold/);
    await two.shows('held by them', '.status', /They put you on hold/);
    await lab.picture(one, 'held');
    await one.press('Resume');
    await two.shows('no longer held', '.status', /^In call/);
    await Promise.all([one, two].map((tab) => tab.plays()));

    await one.press('Keypad');
    await one.page.locator('.sheet .keypad').getByRole('button', { name: '5' }).click();
    await two.shows('the tone', '.toasts', new RegExp(`${one.number} pressed 5`));
    await lab.picture(one, 'keypad');
    await one.press('Hang up');
    await Promise.all([one, two].map((tab) => tab.isIdle()));
  });

  it('shows the SIP messages, opens them, and keeps secrets out', async () => {
    const [one, two] = await lab.phones(2);
    await one.press(`Call: ${two.number}`);
    await two.press('Answer');
    await one.shows('the call', '.status', /^In call/);
    await two.press('Hang up');
    await one.isIdle();
    await one.shows('the BYE', '.rungs', /BYE/);
    const rungs = await one.page.locator('.what').allInnerTexts();
    assert.deepEqual(rungs.slice(0, 4), ['REGISTER', '401 Unauthorized', 'REGISTER', '200 OK']);
    const call = rungs.slice(4).filter((what) => what !== '100 Trying');
    assert.deepEqual(call, ['INVITE', '180 Ringing', '200 OK', 'ACK', 'BYE', '200 OK']);

    await one.page.locator('.rung summary').first().click();
    await one.page.locator('.rung').evaluateAll((all) => all.forEach((rung) => (rung.open = true)));
    await one.page
      .locator('.rung pre')
      .nth(rungs.length - 1)
      .waitFor();
    const texts = (await one.page.locator('.rung pre').allInnerTexts()).join('\n');
    assert.match(texts, /^INVITE sip:/m);
    assert.match(texts, /^m=audio /m);
    assert.match(texts, /^Authorization: Digest \*\*\*$/m);
    assert.doesNotMatch(texts, /response=|cnonce=|ice-pwd:[^*]/);
    await lab.picture(one, 'ladder');

    await one.page.getByLabel('Registration', { exact: true }).uncheck();
    assert.doesNotMatch(await one.page.locator('.rungs').innerText(), /REGISTER/);
  });

  it('sends messages both ways', async () => {
    const [one, two] = await lab.phones(2);
    await one.press('Messages');
    await one.page.getByLabel('To', { exact: true }).fill(two.number);
    await one.page.getByLabel('Write a message').fill('你好 <b>there</b>');
    await one.press('Send');
    await two.shows('a notice', '.toasts', new RegExp(`${one.number}: 你好 <b>there</b>`));
    await two.shows('a badge', '.badge', /^1$/);
    await two.page.locator('.tab.messages').click();
    await two.page.getByLabel('Write a message').fill('hello back');
    await two.press('Send');
    await one.shows('the answer', '.texts', /hello back/);
    await lab.picture(one, 'messages');
    await one.page.getByLabel('To', { exact: true }).fill('1999');
    await one.page.getByLabel('Write a message').fill('anybody?');
    await one.press('Send');
    await one.shows('that nobody got it', '.toasts', /1999: nobody has this number/);
    await one.shows('which one', '.texts li.failed', /anybody/);
  });

  it('transfers blindly: the other two talk', async () => {
    const [one, two, three] = await lab.phones(3);
    await one.press(`Video call: ${two.number}`);
    await two.press('Answer with video');
    await one.plays();
    await one.press('Transfer');
    await lab.picture(one, 'transfer');
    await one.page.locator('.sheet .choice', { hasText: three.number }).click();
    await three.press('Answer with video');
    await one.isIdle();
    await one.shows('that it went well', '.toasts', new RegExp(`Transferred to ${three.number}`));
    await two.shows(
      'the new partner',
      '.call:not([hidden]) .caption',
      new RegExp(`${three.number}\\s*In call`),
    );
    await Promise.all([two, three].map((tab) => tab.plays()));
    await three.press('Hang up');
    await Promise.all([two, three].map((tab) => tab.isIdle()));
  });

  it('transfers with a consultation: two calls become one', async () => {
    const [one, two, three] = await lab.phones(3);
    await one.press(`Call: ${two.number}`);
    await two.press('Answer');
    await one.shows('the first call', '.status', /^In call/);
    await one.press(`Call: ${three.number}`);
    await two.shows('being held', '.status', /They put you on hold/);
    await three.press('Answer');
    await one.shows(
      'the second call',
      '.call:not([hidden]) .caption',
      new RegExp(`${three.number}\\s*In call`),
    );
    await one.press('Transfer');
    await one.press(`Connect with ${two.number}`);
    await one.isIdle();
    await two.shows(
      'its new partner',
      '.call:not([hidden]) .caption',
      new RegExp(`${three.number}\\s*In call`),
    );
    await three.shows(
      'its new partner',
      '.call:not([hidden]) .caption',
      new RegExp(`${two.number}\\s*In call`),
    );
    await two.press('Hang up');
    await Promise.all([two, three].map((tab) => tab.isIdle()));
  });

  it('becomes a video call on demand, shows a picture beside the camera, and changes devices', async () => {
    const [one, two] = await lab.phones(2);
    await one.press(`Call: ${two.number}`);
    await two.press('Answer');
    await one.shows('the call', '.status', /^In call/);
    await one.press('Video: ask for a video call');
    await two.page.getByRole('alertdialog', { name: /would like a video call/ }).waitFor();
    await lab.picture(two, 'question');
    await two.press('No, sound only');
    await one.shows('that they do not want to', '.toasts', new RegExp(`${two.number}: declined`));
    await one.press('Video: ask for a video call');
    await two.press('Yes, with my camera');
    await Promise.all([one, two].map((tab) => tab.plays()));

    await one.press('Share a picture');
    await one.page.locator('.sheet input[type=file]').setInputFiles(redPicture);
    await one.shows('what is shared', '.banner.share', /You are sharing: A picture/);
    await until('red at the far end', async () => isRed(await two.colour('video.second')), {
      ms: 15_000,
    });
    await two.plays();
    await lab.picture(two, 'beside');
    await one.press('Stop sharing');
    await two.page.locator('video.second').waitFor({ state: 'hidden' });

    await one.press('Devices');
    const microphones = one.page.getByLabel('Microphone', { exact: true });
    assert.equal((await microphones.locator('option').allInnerTexts()).length, 3);
    await microphones.selectOption({ label: 'Fake Audio Input 2' });
    await one.page.getByLabel('Camera', { exact: true }).selectOption({ label: 'fake_device_1' });
    await until('both are used', async () => /Input 2.*_device_1/.test(await one.sends()), {
      ms: 15_000,
    });
    await until('the microphone is heard', async () => (await one.level()) > 0, { ms: 15_000 });
    await lab.picture(one, 'devices');
    // The first again: the second fake camera is seen here, but Chromium sends nothing of it.
    await one.page.getByLabel('Camera', { exact: true }).selectOption('fake_device_0 · default');
    await two.plays();

    await two.press('Audio only: end the video');
    await one.page.locator('.call[data-picture=false]').waitFor();
    await one.press('Hang up');
    await Promise.all([one, two].map((tab) => tab.isIdle()));
  });

  it('holds one caller for another, brings them together, and records all of it', async () => {
    const [one, two, three] = await lab.phones(3);
    await two.press(`Call: ${one.number}`);
    await one.press('Answer');
    await one.shows('the first call', '.status', /^In call/);
    await three.press(`Call: ${one.number}`);
    await one.press('Hold and answer');
    await two.shows('being held', '.status', /They put you on hold/);
    await three.shows('being talked to', '.status', /^In call/);
    await one.shows('who waits', '.waiting[data-look=waiting]', new RegExp(two.number));
    await one.press(`Talk to ${two.number}, hold the other`);
    await three.shows('being held', '.status', /They put you on hold/);
    await two.shows('being talked to', '.status', /^In call/);

    await one.press('Conference');
    await one.shows('who is in it', '.banner.party', /Conference: you, \d+, \d+/);
    for (const tab of [two, three]) await tab.shows('being talked to', '.status', /^In call/);
    await one.press('Record the call');
    await one.press('Start recording');
    await one.shows('its time and size', '.banner.rec', /Recording You, .* 0:0[1-9] · \d+ kB/);
    await one.press('Pause recording');
    await one.shows('the pause', '.banner.rec', /Recording paused/);
    await lab.picture(one, 'conference');
    await one.press('Resume recording');
    await one.press('Stop recording');
    const downloading = one.page.waitForEvent('download');
    await one.press('Download');
    const download = await downloading;
    assert.match(download.suggestedFilename(), /You, \d+, \d+\.webm$/);
    // What every WebM begins with.
    assert.equal(
      readFileSync(await download.path())
        .subarray(0, 4)
        .toString('hex'),
      '1a45dfa3',
    );
    await one.press('Hang up everybody');
    await Promise.all([one, two, three].map((tab) => tab.isIdle()));
    await one.shows('what was recorded', '.tapes', new RegExp(two.number));
  });

  it('asks before it transfers', async () => {
    const [one, two, three] = await lab.phones(3);
    await two.press(`Call: ${one.number}`);
    await one.press('Answer');
    await one.shows('the first call', '.status', /^In call/);
    await one.press('Transfer');
    await one.press(`Ask ${three.number} first`);
    await two.shows('being held', '.status', /They put you on hold/);
    await three.press('Answer');
    await one.shows('whom it asks', '.banner.party', new RegExp(`you ask ${three.number}`));
    await three.shows('being asked', '.status', /^In call/);
    await one.press('Connect them');
    await one.isIdle();
    await two.shows(
      'its new partner',
      '.call:not([hidden]) .caption',
      new RegExp(`${three.number}\\s*In call`),
    );
    await two.press('Hang up');
    await Promise.all([two, three].map((tab) => tab.isIdle()));
  });

  it('says in plain words why a call did not come about', async () => {
    const [one, two] = await lab.phones(2);
    await one.press(`Call: ${two.number}`);
    await two.press('Decline');
    await one.shows('busy', '.toasts', new RegExp(`${two.number}: busy`));
    await one.isIdle();
    await one.page.getByLabel('Number or address').fill('1998');
    await one.page.getByLabel('Number or address').press('Enter');
    await one.shows('nobody', '.toasts', /1998: nobody has this number/);
    await one.press(`Call: ${two.number}`);
    await two.page.getByRole('alertdialog').waitFor();
    await one.press('Hang up');
    await two.shows('given up', '.toasts', new RegExp(`${one.number}: given up`));

    const context = await lab.context();
    await context.clearPermissions();
    const shy = await lab.registered({ context });
    await shy.page.evaluate(() => {
      navigator.mediaDevices.enumerateDevices = () => Promise.resolve([]);
      navigator.mediaDevices.getUserMedia = () =>
        Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
    });
    await shy.press(`Video call: ${two.number}`);
    await shy.shows('forbidden', '.toasts', /microphone or camera was not allowed/);
    await shy.page.getByRole('button', { name: 'Call with sound only' }).waitFor();
    await shy.page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
    await shy.press('Devices');
    await shy.shows('that there is none', '.drawer', /No camera found/);

    const wrong = await lab.tab({ query: '?user=sip:1777@ringline.test&password=guess' });
    await wrong.shows('wrong password', '.toasts', /1777: user or password is wrong/);
  });

  it('takes other settings for its tab', async () => {
    const [one, two] = await lab.phones(2);
    await two.press('Settings');
    await two.page.getByLabel('Your name').fill('Zoë <Q>');
    await lab.picture(two, 'settings');
    await two.press('Apply');
    await two.shows('registered again', '.pill[data-state=registered]');
    assert.equal(await two.page.locator('.number').innerText(), two.number);
    await one.press('Call: Zoë <Q>');
    await two.page.getByRole('alertdialog', { name: one.number }).waitFor();
    await two.press('Decline');
    await two.press(`Call: ${one.number}`);
    await one.page.getByRole('alertdialog', { name: 'Zoë <Q>' }).waitFor();
    await one.press('Decline');
    await Promise.all([one, two].map((tab) => tab.isIdle()));
  });

  it('comes back when the connection was lost', async () => {
    const [one, two] = await lab.phones(2);
    await one.press(`Call: ${two.number}`);
    await two.press('Answer');
    await one.shows('the call', '.status', /^In call/);
    lab.demo.dropAll();
    await one.shows('registered again', '.pill[data-state=registered]');
    await two.shows('registered again', '.pill[data-state=registered]');
    await one.shows('the call still', '.status', /^In call/);
    await one.press('Hang up');
    await Promise.all([one, two].map((tab) => tab.isIdle()));
  });

  it('speaks Chinese to those who do, and fits a telephone, light and dark', async () => {
    const context = await lab.context({
      locale: 'zh-CN',
      permissions: ['camera', 'microphone'],
    });
    const one = await lab.registered({ context, size: pocket });
    const two = await lab.registered({ size: pocket, look: { colorScheme: 'dark' } });
    assert.equal(await one.page.locator('html').getAttribute('lang'), 'zh-CN');
    await lab.picture(one, 'pocket-idle');
    await two.press(`Video call: ${one.number}`);
    await one.page.getByRole('alertdialog', { name: '来电' }).waitFor();
    await lab.picture(one, 'pocket-ringing');
    await one.press('视频接听');
    await Promise.all([one, two].map((tab) => tab.plays()));
    await lab.picture(two, 'pocket-call-dark');
    for (const tab of [one, two]) {
      const { width, wanted } = await tab.page.evaluate(() => ({
        width: innerWidth,
        wanted: document.documentElement.scrollWidth,
      }));
      assert.ok(wanted <= width, `${wanted} px wide on ${width}`);
    }
    await one.press('English');
    await one.press('Hang up');
    await two.isIdle();
  });
});
