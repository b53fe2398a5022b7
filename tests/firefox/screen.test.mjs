// A screen that is picked in Firefox, as Chromium sees it. Headless there is none: a display is made for it.

import assert from 'node:assert/strict';

import { packageScenario } from '../browser/scenario.mjs';
import { Firefox } from '../lab/firefox.mjs';
import { talk } from '../lab/media_page.mjs';

/** Only of the screen is somebody asked. */
const preferences = {
  'media.navigator.permission.disabled': false,
  'permissions.default.microphone': 1,
  'permissions.default.camera': 1,
};

packageScenario(
  'a screen is asked for in a click, picked, seen, and taken back by its user',
  async ({ lab }) => {
    const firefox = await Firefox.launch({ preferences, hasScreen: true });
    const story = async (erin, frank) => {
      await erin.page.bringToFront();
      await erin.page.evaluate(() => {
        const curtain = document.createElement('div');
        curtain.style.cssText = 'position: fixed; inset: 0; background: rgb(200 0 0)';
        document.body.append(curtain);
      });
      const sharing = async (how, options) => {
        const shared = erin.run('shareScreen', options);
        await firefox.answer(how);
        return shared;
      };
      const camera = await erin.run('camera');
      const early = () => window.media.shareScreen();
      assert.equal(
        await erin.page.evaluate(early, undefined, { isGesture: false }),
        'gestureNeeded',
      );

      assert.equal(await sharing('allow'), 'done');
      await frank.becomes('colour', 'red', 0);
      await firefox.revoke('screen');
      await erin.page.waitForFunction(() => !window.media.state().isShared);
      assert.deepEqual(await erin.run('sends'), [camera]);
      await frank.decodes();

      assert.equal(await sharing('allow', { beside: true }), 'done');
      await frank.becomes('colour', 'red', 1);
      assert.equal(await erin.run('do', 'unshare'), 'done');
      await firefox.revoke('screen');
      assert.equal(await sharing('block'), 'mediaDenied');
      assert.deepEqual(await erin.run('heard'), ['shared', 'unshared', 'shared', 'unshared']);
    };
    const here = Object.assign(Object.create(lab), { contextOf: () => firefox });
    try {
      await talk(lab, { video: true }, story, here);
    } finally {
      await firefox.close();
    }
  },
);
