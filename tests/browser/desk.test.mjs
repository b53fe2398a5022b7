// Call waiting and consult transfer by our own API, between pages.

import assert from 'node:assert/strict';

import { DeskPage, tones } from '../lab/desk.mjs';
import { packageScenario } from './scenario.mjs';

async function desk(lab, run, options = {}) {
  const pages = await Promise.all(
    ['erin', 'frank', 'grace', 'heidi'].map((user) =>
      DeskPage.open(lab, user, user === 'erin' ? options : {}),
    ),
  );
  try {
    await run(...pages);
  } finally {
    await Promise.all(pages.map((page) => page.close()));
  }
}

packageScenario(
  'a waiting call is answered while the first is held, and swapped',
  async ({ lab }) => {
    await desk(lab, async (erin, frank, grace) => {
      const first = await erin.talkTo(frank);
      const there = await grace.run('call', 'erin');
      const second = await erin.ringing();
      assert.equal(await erin.run('switchTo', second), 'done');
      await Promise.all([grace.hears(there, 'erin'), frank.hears(first.there)]);
      assert.equal((await erin.run('state', first.here)).local, true);

      // Both clicks count.
      const swaps = [1, 2, 3].map(() => erin.run('swap', first.here, second));
      assert.deepEqual(await Promise.all(swaps), ['done', 'done', 'done']);
      await Promise.all([frank.hears(first.there, 'erin'), grace.hears(there)]);
      assert.equal((await erin.run('state', second)).local, true);

      // Who is to be switched to has gone: the one we talked to is talked to again.
      await grace.run('do', there, 'hangup');
      await erin.page.waitForFunction((id) => window.desk.state(id).state === 'ended', second);
      assert.equal(await erin.run('switchTo', second), 'ended');
      assert.equal((await erin.run('state', first.here)).local, false);
    });
  },
);

packageScenario('a consultation is completed: the two talk, and we are out', async ({ lab }) => {
  await desk(lab, async (erin, frank, grace) => {
    const there = await frank.run('call', 'erin');
    const first = await erin.ringing();
    await frank.run('followTransfer', there);
    await erin.run('answer', first);
    await frank.hears(there, 'erin');
    const second = await erin.run('consult', first, 'grace');
    assert.equal((await erin.run('state', first)).local, true);
    const asked = await grace.ringing();
    await grace.run('answer', asked);
    await erin.run('answered', second);
    await grace.hears(asked, 'erin');
    await frank.hears(there);
    assert.equal(await erin.run('consultation', 'complete'), 'done');
    assert.deepEqual(await erin.run('states'), ['frank ended', 'grace ended']);
    assert.equal(await erin.run('consultation', 'cancel'), 'invalidState');
    await frank.hears(1, 'grace');
    await grace.hears(1, 'frank');
  });
});

packageScenario('completed while it rings, it is a transfer without asking', async ({ lab }) => {
  await desk(lab, async (erin, frank, grace) => {
    const there = await frank.run('call', 'erin');
    const first = await erin.ringing();
    await frank.run('followTransfer', there);
    await erin.run('answer', first);
    await frank.hears(there, 'erin');
    await erin.run('consult', first, 'grace');
    await grace.ringing();
    const completing = erin.run('consultation', 'complete');
    const asked = await grace.ringing();
    await grace.run('answer', asked);
    assert.equal(await completing, 'done');
    await grace.hears(asked, 'frank');
    assert.deepEqual(await erin.run('states'), ['frank ended', 'grace ended']);
  });
});

packageScenario(
  'a consultation is canceled, or ends by itself: the first is back',
  async ({ lab }) => {
    await desk(lab, async (erin, frank, grace) => {
      const { here, there } = await erin.talkTo(frank);
      const second = await erin.run('consult', here, 'grace');
      const asked = await grace.ringing();
      await grace.run('answer', asked);
      await erin.run('answered', second);
      await frank.hears(there);
      assert.equal(await erin.run('consultation', 'cancel'), 'done');
      await frank.hears(there, 'erin');

      await erin.run('consult', here, 'grace');
      const refused = await grace.ringing();
      await frank.hears(there);
      await grace.run('do', refused, 'hangup', { status: 486 });
      await frank.hears(there, 'erin');
      assert.equal(await erin.run('consultation', 'complete'), 'ended');

      assert.equal(await erin.run('consult', here, ''), 'invalidArgument');
      await frank.hears(there, 'erin');
      assert.equal((await erin.run('state', here)).local, false);
    });
  },
);

packageScenario('the rule that one call is talked on at a time', async ({ lab }) => {
  await desk(
    lab,
    async (erin, frank, grace, heidi) => {
      const one = await erin.talkTo(frank);
      const two = await erin.talkTo(grace);
      await Promise.all([grace.hears(two.there, 'erin'), frank.hears(one.there)]);
      assert.equal(await erin.run('do', one.here, 'unhold'), 'done');
      await Promise.all([frank.hears(one.there, 'erin'), grace.hears(two.there)]);
      // Those of a conference leave each other alone, and make way together.
      assert.equal(await erin.run('confer', [one.here, two.here]), 'done');
      await Promise.all([
        frank.hears(one.there, 'erin', 'grace'),
        grace.hears(two.there, 'erin', 'frank'),
      ]);
      const three = await erin.talkTo(heidi);
      await Promise.all([
        heidi.hears(three.there, 'erin'),
        frank.hears(one.there),
        grace.hears(two.there),
      ]);
    },
    { callWaiting: 'hold' },
  );
});

packageScenario(
  'with that rule, who joins a call is mixed in, and it is not held',
  async ({ lab }) => {
    await desk(
      lab,
      async (erin, frank, grace, heidi) => {
        const waiting = await erin.talkTo(heidi);
        // Heard before, so that silence is not that of a call whose sound has yet to begin.
        await heidi.hears(waiting.there, 'erin');
        const joined = await erin.talkTo(frank);
        await erin.held(waiting.here);
        await Promise.all([frank.hears(joined.there, 'erin'), heidi.hears(waiting.there)]);
        await erin.run('letJoin', joined.here);
        const from = lab.wire.length;
        const there = await grace.run('call', 'erin', {
          join: await erin.run('dialog', joined.here),
        });
        await grace.run('answered', there);
        await Promise.all([
          grace.hears(there, 'erin', 'frank'),
          frank.hears(joined.there, 'erin', 'grace'),
          heidi.hears(waiting.there),
        ]);
        await erin.page.waitForFunction(() => window.joined.length > 0);
        assert.deepEqual(await erin.run('joined'), ['grace done']);
        // Not even for a moment: nobody was offered anything else.
        const sent = lab.wire.frames.slice(from).filter((it) => it.sent && it.user === 'erin');
        assert.ok(sent.length > 0);
        assert.ok(!sent.some(({ method }) => method === 'INVITE'), 'nobody is held');
        // The rule holds for who is not of them.
        assert.equal(await erin.run('do', waiting.here, 'unhold'), 'done');
        await Promise.all([
          heidi.hears(waiting.there, 'erin'),
          grace.hears(there),
          frank.hears(joined.there),
        ]);
      },
      { callWaiting: 'hold' },
    );
  },
);

packageScenario('the rule that a second caller finds us busy', async ({ lab }) => {
  await desk(
    lab,
    async (erin, frank, grace) => {
      await erin.talkTo(frank);
      const there = await grace.run('call', 'erin');
      await grace.page.waitForFunction((id) => window.desk.state(id).state === 'ended', there);
      assert.deepEqual(await grace.run('end', there), 'busy');
      assert.deepEqual(await erin.run('states'), ['frank answered', 'grace ended']);
    },
    { callWaiting: 'busy' },
  );
});

packageScenario(
  'a call follows the microphone that is pulled and plugged in again, as the other end hears',
  async ({ lab }) => {
    const erin = await DeskPage.open(lab, 'erin');
    const frank = await DeskPage.open(lab, 'frank');
    try {
      const voices = { preferred: tones.grace, others: tones.heidi };
      const here = await erin.run('callFromMicrophone', 'frank', voices);
      const there = await frank.ringing();
      await frank.run('answer', there);
      await erin.run('answered', here);
      await frank.hears(there, 'grace');
      await erin.run('plug', false);
      await frank.hears(there, 'heidi');
      await erin.run('plug', true);
      await frank.hears(there, 'grace');
      assert.deepEqual(await erin.run('reasons'), ['unplugged', 'returned']);
    } finally {
      await Promise.all([erin.close(), frank.close()]);
    }
  },
  { firefox: 'it has one fake microphone; tests/firefox/devices.test.mjs plugs in real ones' },
);
