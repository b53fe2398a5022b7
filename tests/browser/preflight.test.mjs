// preflight() in Chromium, through Kamailio and coturn.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';

import { launchBrowser } from '../lab/browser.mjs';
import { Coturn, credentials } from '../lab/coturn.mjs';
import { domain, passwordOf } from '../lab/kamailio.mjs';
import { Link } from '../lab/link.mjs';
import { freeTcpPort } from '../lab/port.mjs';
import { haveRingline, packageScenario } from './scenario.mjs';

// A certificate that nobody signed is trusted by a flag alone.
const trusting = ['--ignore-certificate-errors'];
const skip = !haveRingline;
let coturn;
let usual;
before(async () => {
  if (skip) return;
  coturn = await Coturn.start();
  usual = await launchBrowser({ more: trusting });
});
after(async () => {
  await usual?.browser.close();
  await coturn?.stop();
});

const all = [
  ...['support', 'server', 'registration', 'microphone', 'speakers'],
  ...['stun', 'turnUdp', 'turnTcp', 'turnTls', 'media'],
];
const long = ['server', 'registration', 'microphone', 'turnUdp', 'turnTcp', 'turnTls', 'media'];
const except = (...names) => all.filter((name) => !names.includes(name));
const nothing = { peers: 0, sockets: 0, tracks: 0 };

/**
 * {page}: a page of a browser that allows everything, or of one that was started in that way; {open}: gives more of them;
 * {account}: the options of somebody's phone; {from}: where the wire begins.
 */
function flight(name, browserOptions, run) {
  packageScenario(name, async ({ lab }) => {
    const { browser, context } = browserOptions ? await launchBrowser(browserOptions) : usual;
    const pages = [];
    const from = lab.wire.length;
    const open = async (user) => {
      const page = await context.newPage();
      pages.push(page);
      lab.wire.tap(page, user);
      await page.goto(`${lab.url}/ringline_preflight.html`);
      return page;
    };
    const account = (user, more) => ({
      ...{ server: lab.kamailio.url, user: `${user}@${domain}`, password: passwordOf(user) },
      ...more,
    });
    try {
      await run({ lab, open, account, page: await open('frank'), from });
    } finally {
      // Whoever is registered for a test shall not be there in the next.
      await Promise.all(pages.map((page) => page.evaluate(() => window.phone?.stop())));
      await Promise.all(pages.map((page) => page.close()));
      if (browserOptions) await browser.close();
    }
  });
}

const turn = (...transports) => ({
  urls: transports.map((transport) => coturn.turn(transport)),
  ...credentials,
});
const fly = (page, ...parts) => page.evaluate((parts) => window.fly(...parts), parts);
const stepOf = ({ steps }, name) => steps.find((step) => step.name === name);
const namesOf = ({ reasons }) => reasons.map(({ name }) => name);

/** Nothing is wrong but, on a machine that is busy with other things, a figure of the call. */
function assertWell(report) {
  const wrong = namesOf(report).filter((name) => !/^(high|low)/.test(name));
  assert.deepEqual(wrong, [], JSON.stringify(report));
}

/** All that was opened is closed, and something was. */
function assertNothingLeft({ left: { count, ...left } }) {
  assert.deepEqual(left, nothing);
  assert.ok(count > 0);
}

/** What was asked of the registrar with a password since then, it was told to forget. */
function assertUnregistered(lab, from) {
  const asked = lab.wire.frames
    .slice(from)
    .filter(({ user, method }) => user === 'frank' && method === 'REGISTER')
    .filter((frame) => frame.header('Authorization'));
  if (asked.length > 0) assert.equal(asked.at(-1).header('Expires'), '0');
  return asked.length;
}

flight('everything is well', undefined, async ({ page, account }) => {
  const iceServers = [{ urls: coturn.stun }, turn('udp', 'tcp', 'tls')];
  const report = await fly(page, account('frank', { iceServers }), { duration: 3 });

  assertWell(report);
  assert.deepEqual(
    report.steps.map(({ name, ok }) => [name, ok]),
    all.map((name) => [name, true]),
  );
  assert.deepEqual(
    report.progress,
    all.flatMap((name, done) => [
      [name, 'begins', done, all.length],
      [name, 'over', done + 1, all.length],
    ]),
  );
  const { connectTime, url } = stepOf(report, 'server').detail;
  assert.ok(connectTime > 0 && url === account('frank').server);
  assert.deepEqual(stepOf(report, 'registration').detail, { status: 200 });
  const { label, level } = stepOf(report, 'microphone').detail;
  assert.match(label, /Fake.*Audio Input/);
  assert.ok(level > 0 && level <= 1, `${level}`);
  for (const name of ['turnUdp', 'turnTcp', 'turnTls'])
    assert.equal(stepOf(report, name).detail.servers[0].type, 'relay');
  const { path, candidate, roundTripTime, jitter, loss, mos } = stepOf(report, 'media').detail;
  assert.deepEqual([path, candidate, loss], ['loopback', 'relay', 0]);
  assert.ok(roundTripTime > 0 && roundTripTime < 200, `${roundTripTime}`);
  assert.ok(jitter >= 0 && jitter < 300, `${jitter}`);
  assert.ok(mos > 4 && mos <= 4.5, `${mos}`);
  assertNothingLeft(report);
});

flight(
  'a phone that is registered notices nothing',
  undefined,
  async ({ open, page, account, lab, from }) => {
    const other = await open('grace');
    await other.evaluate((options) => window.open(options), account('grace'));
    await page.evaluate((options) => window.open(options), account('frank'));
    const report = await fly(page, account('frank'), { duration: 1 });
    assertWell(report);
    assertNothingLeft(report);
    assert.deepEqual(await page.evaluate(() => [window.phone.state, window.seen]), [
      'registered',
      [],
    ]);
    assert.equal(await other.evaluate((to) => window.tell(to), `frank@${domain}`), 'there');

    const instances = lab.wire.frames
      .slice(from)
      .filter(({ method, user }) => method === 'REGISTER' && user === 'frank')
      .map((frame) => /\+sip\.instance="<([^>]+)>"/.exec(frame.header('Contact'))[1]);
    assert.equal(new Set(instances).size, 2);
  },
);

flight('nothing of it stays registered', undefined, async ({ open, page, account, lab, from }) => {
  const other = await open('grace');
  await other.evaluate((options) => window.open(options), account('grace'));
  const report = await fly(page, account('frank'), { skip: except('registration') });
  assert.ok(stepOf(report, 'registration').ok);
  assert.equal(assertUnregistered(lab, from), 2);
  assert.equal(await other.evaluate((to) => window.tell(to), `frank@${domain}`), 'notFound');
});

flight(
  'somebody who echoes is called through the server',
  undefined,
  async ({ open, page, account }) => {
    const other = await open('grace');
    await other.evaluate((options) => window.open(options, { answers: true }), account('grace'));
    const report = await fly(page, account('frank'), {
      echo: 'grace',
      duration: 2,
      skip: ['speakers'],
    });
    assertWell(report);
    const { path, candidate, mos } = stepOf(report, 'media').detail;
    assert.deepEqual([path, candidate], ['echo', 'host']);
    assert.ok(mos > 4, `${mos}`);
    assert.deepEqual(
      report.steps.filter(({ skipped }) => skipped).map(({ name, skipped }) => [name, skipped]),
      [
        ['speakers', 'skip'],
        ...['stun', 'turnUdp', 'turnTcp', 'turnTls'].map((name) => [name, 'notConfigured']),
      ],
    );
    assertNothingLeft(report);
  },
);

flight('nobody who echoes is no media', undefined, async ({ page, account }) => {
  const report = await fly(page, account('frank'), {
    echo: 'nobody',
    skip: except('server', 'media'),
  });
  assert.deepEqual([report.verdict, namesOf(report)], ['bad', ['noMedia']]);
  const { code, sipStatus } = stepOf(report, 'media').error;
  assert.deepEqual([code, sipStatus], ['notFound', 404]);
  assertNothingLeft(report);
});

flight('a wrong password', undefined, async ({ page, account }) => {
  const report = await fly(page, account('frank', { password: 'guessed' }), {
    echo: 'grace',
    skip: ['microphone'],
  });
  assert.deepEqual([report.verdict, namesOf(report)], ['bad', ['notRegistered']]);
  assert.ok(stepOf(report, 'server').ok);
  const { code, sipStatus } = stepOf(report, 'registration').error;
  assert.deepEqual([code, sipStatus], ['authentication', 401]);
  assert.equal(stepOf(report, 'media').skipped, 'impossible');
  assertNothingLeft(report);
});

flight('a server that is not there', undefined, async ({ page, account }) => {
  const server = `ws://127.0.0.1:${await freeTcpPort()}`;
  const report = await fly(page, account('frank', { server }), { duration: 1 });
  assert.deepEqual([report.verdict, namesOf(report)], ['bad', ['serverUnreachable']]);
  assert.equal(stepOf(report, 'server').error.code, 'unreachable');
  assert.equal(stepOf(report, 'registration').skipped, 'impossible');
  assert.ok(stepOf(report, 'media').ok);
  assertNothingLeft(report);
});

flight(
  'a server that says nothing is waited for so long',
  undefined,
  async ({ page, account, lab }) => {
    const link = await Link.to(lab.kamailio.wsPort);
    link.swallow();
    try {
      const report = await fly(page, account('frank', { server: link.url }), {
        timeout: 1,
        skip: except('server'),
      });
      assert.equal(stepOf(report, 'server').error.code, 'timeout');
      assert.ok(report.took >= 1000 && report.took < 5000, `${report.took}`);
      assertNothingLeft(report);
    } finally {
      await link.close();
    }
  },
);

flight(
  'a microphone that is refused; a tone is sent, and a relay that nobody vouches for is none',
  { more: ['--deny-permission-prompts'], without: ['--use-fake-ui'], permissions: [] },
  async ({ page, account }) => {
    const iceServers = [turn('udp', 'tls')];
    const report = await fly(page, account('frank', { iceServers }), { duration: 1 });
    assert.deepEqual([report.verdict, namesOf(report)], ['bad', ['noMicrophone']]);
    assert.equal(stepOf(report, 'microphone').error.code, 'mediaDenied');
    assert.equal(stepOf(report, 'turnTls').error.code, 'unreachable');
    const { candidate, mos } = stepOf(report, 'media').detail;
    assert.ok(candidate === 'relay' && mos > 4, `${candidate} ${mos}`);
    assertNothingLeft(report);

    const without = await fly(page, account('frank'));
    assert.equal(stepOf(without, 'media').skipped, 'impossible');
    assertNothingLeft(without);
  },
);

flight('STUN and TURN that nobody answers at', undefined, async ({ page, account }) => {
  const port = await freeTcpPort();
  const dead = (transport) => ({
    urls: `turn:127.0.0.1:${port}?transport=${transport}`,
    ...credentials,
  });
  const iceServers = [{ urls: `stun:127.0.0.1:${port}` }, dead('udp'), dead('tcp')];
  const report = await fly(page, account('frank', { iceServers }), { timeout: 1, duration: 1 });
  assert.deepEqual([report.verdict, namesOf(report)], ['usable', ['noStun', 'noTurn']]);
  for (const name of ['stun', 'turnUdp', 'turnTcp']) {
    const { error, duration } = stepOf(report, name);
    assert.ok(['timeout', 'unreachable'].includes(error.code), error.code);
    assert.match(error.hint, /firewall/);
    assert.ok(duration < 3000, `${duration}`);
  }
  const { candidate } = stepOf(report, 'media').detail;
  assert.equal(candidate, 'host');
  assertNothingLeft(report);
});

flight('one TURN server of two, and not by UDP', undefined, async ({ page, account }) => {
  const urls = `turn:127.0.0.1:${await freeTcpPort()}?transport=udp`;
  const wrong = { ...turn('tcp'), credential: 'guessed' };
  const iceServers = [{ urls, ...credentials }, wrong, turn('tcp')];
  const report = await fly(page, account('frank', { iceServers }), { timeout: 1, duration: 1 });
  assert.deepEqual([report.verdict, namesOf(report)], ['usable', ['noTurnUdp']]);
  const { servers } = stepOf(report, 'turnTcp').detail;
  assert.deepEqual(
    servers.map(({ ok, type, error }) => [ok, type, error?.code]),
    [
      [false, undefined, 'authentication'],
      [true, 'relay', undefined],
    ],
  );
  assert.equal(stepOf(report, 'media').detail.candidate, 'relay');
  assertNothingLeft(report);
});

flight(
  'given up in the midst of each step, it leaves nothing',
  undefined,
  async ({ open, page, account, lab }) => {
    const other = await open('grace');
    await other.evaluate((options) => window.open(options, { answers: true }), account('grace'));
    const iceServers = [{ urls: coturn.stun }, turn('udp', 'tcp', 'tls')];
    const moments = [
      ...all.map((cancelAt) => ({ cancelAt })),
      ...[1, 3, 8, 20].map((after) => ({ cancelAt: 'registration', after })),
      ...[1, 300].map((after) => ({ cancelAt: 'microphone', after })),
      ...[1, 100, 600].map((after) => ({ cancelAt: 'media', after })),
    ];
    for (const moment of moments) {
      const from = lab.wire.length;
      const options = { echo: 'grace', skip: except('support', moment.cancelAt) };
      const outcome = await fly(page, account('frank', { iceServers }), options, moment);
      const said = JSON.stringify({ ...moment, ...outcome });
      const { count: _, ...left } = outcome.left;
      assert.deepEqual(left, nothing, said);
      // What takes no time may be over before it can be given up.
      const mustBeSoon = !moment.after && long.includes(moment.cancelAt);
      if (outcome.error || mustBeSoon) assert.equal(outcome.error?.code, 'canceled', said);
      else assert.equal(outcome.steps.length, all.length, said);
      assert.ok(outcome.took < 3000, said);
      assertUnregistered(lab, from);
      assert.equal(
        await other.evaluate((to) => window.tell(to), `frank@${domain}`),
        'notFound',
        said,
      );
      assert.equal(await other.evaluate(() => window.phone.calls.length), 0, said);
    }
  },
);
