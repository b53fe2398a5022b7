// A conference that a page mixes, heard at every end: each hears all others and not itself.

import assert from 'node:assert/strict';

import { DeskPage } from '../lab/desk.mjs';
import { packageScenario } from './scenario.mjs';

/** One at the desk, and calls with all the others. */
async function desk(lab, users, run, options) {
  const pages = await Promise.all(
    ['erin', ...users].map((user) => DeskPage.open(lab, user, user === 'erin' ? options : {})),
  );
  const [erin, ...others] = pages;
  try {
    await run(erin, ...others);
  } finally {
    await Promise.all(pages.map((page) => page.close()));
  }
}

packageScenario('four hear each other and not themselves', async ({ lab }) => {
  await desk(lab, ['frank', 'grace', 'heidi'], async (erin, frank, grace, heidi) => {
    const one = await erin.talkTo(frank);
    assert.equal(await erin.run('do', one.here, 'hold'), 'done');
    const two = await erin.talkTo(grace);
    await grace.hears(two.there, 'erin');
    assert.equal(await erin.run('confer', [one.here, two.here]), 'done');
    assert.equal((await erin.run('state', one.here)).state, 'answered');
    await Promise.all([
      frank.hears(one.there, 'erin', 'grace'),
      grace.hears(two.there, 'erin', 'frank'),
      erin.roomHears('frank', 'grace'),
    ]);

    const three = await erin.talkTo(heidi);
    await heidi.hears(three.there, 'erin');
    assert.equal(await erin.run('room', 'add', three.here), 'done');
    await Promise.all([
      frank.hears(one.there, 'erin', 'grace', 'heidi'),
      grace.hears(two.there, 'erin', 'frank', 'heidi'),
      heidi.hears(three.there, 'erin', 'frank', 'grace'),
      erin.roomHears('frank', 'grace', 'heidi'),
    ]);

    await erin.run('room', 'mute');
    await frank.hears(one.there, 'grace', 'heidi');
    await erin.run('room', 'unmute');
    await frank.hears(one.there, 'erin', 'grace', 'heidi');

    // Who is held by either side is out of the mix, and comes back.
    await grace.run('do', two.there, 'hold');
    await Promise.all([frank.hears(one.there, 'erin', 'heidi'), erin.roomHears('frank', 'heidi')]);
    await grace.run('do', two.there, 'unhold');
    await grace.hears(two.there, 'erin', 'frank', 'heidi');
    await frank.hears(one.there, 'erin', 'grace', 'heidi');
    await erin.run('do', three.here, 'hold');
    await Promise.all([frank.hears(one.there, 'erin', 'grace'), heidi.hears(three.there)]);
    await erin.run('do', three.here, 'unhold');
    await heidi.hears(three.there, 'erin', 'frank', 'grace');

    // Another microphone for one call is mixed as the first was.
    await erin.run('switchMicrophone', three.here, 740);
    await heidi.hears(three.there, 'frank', 'grace');

    await erin.run('room', 'remove', two.here);
    assert.equal(await erin.run('sendsOwn', two.here), true);
    await Promise.all([grace.hears(two.there, 'erin'), frank.hears(one.there, 'erin', 'heidi')]);
    await frank.run('do', one.there, 'hangup');
    await erin.run('endRoom');
    assert.deepEqual(await erin.run('roomEvents'), [
      ...['joined heidi', 'left grace', 'left frank', 'left heidi', 'ended'],
    ]);
    assert.deepEqual(await erin.run('states'), ['frank ended', 'grace answered', 'heidi answered']);
  });
});

packageScenario(
  'who joins a call by its dialog is heard by both ends of it, and hears them',
  async ({ lab }) => {
    await desk(lab, ['frank', 'grace', 'heidi'], async (erin, frank, grace, heidi) => {
      const one = await frank.talkTo(grace);
      await frank.run('letJoin', one.here);
      // Erin has it of a dialog-info, say.
      const join = await frank.run('dialog', one.here);
      assert.deepEqual(await grace.run('dialog', one.there), {
        ...{ callId: join.callId, localTag: join.remoteTag, remoteTag: join.localTag },
      });
      const two = await erin.run('call', 'frank', { join });
      await erin.run('answered', two);
      await Promise.all([
        erin.hears(two, 'frank', 'grace'),
        grace.hears(one.there, 'erin', 'frank'),
        frank.hears(one.here, 'grace'),
      ]);
      // The next one comes into the same conference.
      const three = await heidi.run('call', 'frank', { join });
      await heidi.run('answered', three);
      await Promise.all([
        heidi.hears(three, 'erin', 'frank', 'grace'),
        grace.hears(one.there, 'erin', 'frank', 'heidi'),
      ]);
      assert.deepEqual(await frank.run('joined'), ['erin done', 'heidi done']);
      // A dialog that is not there is no call.
      const nowhere = { ...join, callId: 'nowhere' };
      const four = await erin.run('call', 'frank', { join: nowhere });
      assert.equal(await erin.run('end', four), 'failed');
    });
  },
);

packageScenario('two who join a call at once come into one conference', async ({ lab }) => {
  await desk(lab, ['frank', 'grace', 'heidi'], async (erin, frank, grace, heidi) => {
    const one = await frank.talkTo(grace);
    await frank.run('letJoin', one.here, 2);
    const join = await frank.run('dialog', one.here);
    const enter = async (page) => {
      const id = await page.run('call', 'frank', { join });
      await page.run('answered', id);
      return id;
    };
    const [two, three] = await Promise.all([erin, heidi].map(enter));
    await Promise.all([
      erin.hears(two, 'frank', 'grace', 'heidi'),
      heidi.hears(three, 'erin', 'frank', 'grace'),
      grace.hears(one.there, 'erin', 'frank', 'heidi'),
    ]);
    await frank.page.waitForFunction(() => window.joined.length === 2);
    assert.deepEqual((await frank.run('joined')).sort(), ['erin done', 'heidi done']);
  });
});

packageScenario('the pictures of a conference are left alone', async ({ lab }) => {
  await desk(lab, ['frank', 'grace'], async (erin, frank, grace) => {
    const one = await erin.talkTo(frank, { video: true });
    const two = await erin.talkTo(grace);
    assert.equal(await erin.run('confer', [one.here, two.here]), 'done');
    await frank.hears(one.there, 'erin', 'grace');
    const before = await frank.run('framesIn', one.there);
    await frank.page.waitForFunction(
      async ([id, before]) => (await window.desk.framesIn(id)) > before + 5,
      [one.there, before],
    );
    assert.equal(await erin.run('room', 'end'), 'done');
    assert.equal(await erin.run('sendsOwn', one.here), true);
    await frank.hears(one.there, 'erin');
    await grace.hears(two.there, 'erin');
  });
});

packageScenario('whoever cannot join leaves the others as they were', async ({ lab }) => {
  await desk(lab, ['frank', 'grace'], async (erin, frank, grace) => {
    const one = await erin.talkTo(frank);
    await erin.run('do', one.here, 'hold');
    const ringing = await erin.run('call', grace.user);
    const there = await grace.ringing();
    assert.equal(await erin.run('confer', [one.here, ringing]), 'invalidState');
    assert.equal((await erin.run('state', one.here)).local, true);
    await grace.run('answer', there);
    await erin.run('answered', ringing);
    await erin.page.evaluate(() => {
      window.AudioContext = undefined;
    });
    assert.equal(await erin.run('confer', [one.here, ringing]), 'unsupported');
    assert.equal((await erin.run('state', one.here)).local, true);
    assert.equal((await erin.run('state', ringing)).state, 'answered');
  });
});
