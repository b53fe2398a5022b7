// What only our own package has to do: work from a script tag under a strict policy, in a worker,
// and by its own API.

import assert from 'node:assert/strict';

import { domain, passwordOf } from '../lab/kamailio.mjs';
import { packageScenario } from './scenario.mjs';

const account = (user) => ({ user: `sip:${user}@${domain}`, password: passwordOf(user) });

packageScenario(
  'script tags under a strict Content-Security-Policy register at once',
  async ({ lab, page }) => {
    const { user: uri, password } = account('erin');
    const query = new URLSearchParams({ url: lab.kamailio.url, uri, password });
    await page.goto(`${lab.url}/script_tag/index.html?${query}`);
    assert.deepEqual(await page.evaluate(() => window.complaints), []);
    assert.equal(await page.evaluate(() => window.registered), 'registered');
    assert.equal(await page.evaluate(() => window.phone.state), 'stopped');
    assert.deepEqual(await page.evaluate(() => window.complaints), []);
  },
);

packageScenario('the policy of that test does stop inline code', async ({ lab, page }) => {
  await page.goto(`${lab.url}/script_tag/index.html?url=ws://127.0.0.1:9&uri=sip:nobody@${domain}`);
  const outcome = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    return window.injected ?? 'stopped';
  });
  assert.equal(outcome, 'stopped');
});

packageScenario(
  'a module worker imports both entries, constructs and registers',
  async ({ lab, page }) => {
    await page.goto(`${lab.url}/ringline_worker.html`);
    const { user: uri, password } = account('erin');
    const report = await page.evaluate((given) => window.useInWorker(given), {
      url: lab.kamailio.url,
      uri,
      password,
    });
    assert.deepEqual(report, { phone: 'stopped', outcome: 'registered' });
  },
);

packageScenario('a call by our own API', async ({ lab, page }) => {
  await page.goto(`${lab.url}/ringline_phone.html`);
  const given = { server: lab.kamailio.url, caller: account('frank'), callee: account('grace') };
  const seen = await page.evaluate((given) => window.talk(given), given);
  assert.deepEqual(seen, [
    'registered registered',
    'message from frank: calling you now',
    'incoming from frank',
    'answered answered',
    'pictures',
    'held true',
    'answered',
    'tone 5',
    'ended by remote: hangup',
    'notFound',
    'stopped stopped',
  ]);
});

packageScenario('media before the answer goes on after it', async ({ lab, page }) => {
  await page.goto(`${lab.url}/ringline_phone.html`);
  const given = { server: lab.kamailio.url, caller: account('frank'), callee: account('grace') };
  const seen = await page.evaluate((given) => window.early(given), given);
  assert.deepEqual(seen, [
    ...['ringing', 'ringing'],
    ...['answered', 'answered', true, 'stable'],
    { local: false, remote: true },
  ]);
});

packageScenario(
  'media follows the fork that answers, when another one was seen before',
  async ({ lab, page }) => {
    await page.goto(`${lab.url}/ringline_phone.html`);
    const given = { server: lab.kamailio.url, caller: account('frank'), callee: account('grace') };
    const seen = await page.evaluate((given) => window.fork(given), given);
    assert.deepEqual(seen, [
      ...['ringing', 'ringing'],
      ...['canceled', false],
      ...['answered', 'answered', 2, 'held', 'remote'],
    ]);
  },
);
