// preflight() in Firefox, through Kamailio and coturn.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';

import { packageScenario } from '../browser/scenario.mjs';
import { Coturn, credentials } from '../lab/coturn.mjs';
import { domain, passwordOf } from '../lab/kamailio.mjs';

let coturn;
before(async () => (coturn = await Coturn.start()));
after(() => coturn?.stop());

function flight(name, options, iceServersOf, check) {
  packageScenario(name, async ({ lab, page }) => {
    await page.goto(`${lab.url}/ringline_preflight.html`);
    const account = { user: `frank@${domain}`, password: passwordOf('frank') };
    const phone = { server: lab.kamailio.url, ...account, iceServers: iceServersOf() };
    const report = await page.evaluate((given) => window.fly(...given), [phone, options]);
    await check(report, Object.fromEntries(report.steps.map((step) => [step.name, step])));
    const { count, ...left } = report.left;
    assert.ok(count > 0);
    assert.deepEqual(left, { peers: 0, sockets: 0, tracks: 0 });
  });
}

const turn = (transport, account = credentials) => ({ urls: coturn.turn(transport), ...account });

flight(
  'everything is well',
  { duration: 2 },
  () => [{ urls: coturn.stun }, turn('udp'), turn('tcp')],
  (report, { microphone, speakers, turnUdp, turnTcp, media }) => {
    // A busy machine makes figures of the call worse, and nothing else.
    const wrong = report.reasons.filter(({ name }) => !/^(high|low)/.test(name));
    assert.deepEqual(wrong, [], JSON.stringify(report));
    assert.ok(microphone.detail.level > 0 && microphone.detail.level <= 1);
    assert.equal(speakers.detail.speakers.length, 1);
    for (const { detail } of [turnUdp, turnTcp]) assert.equal(detail.servers[0].type, 'relay');
    const { candidate, mos, loss, roundTripTime, jitter } = media.detail;
    assert.equal(candidate, 'relay');
    assert.ok(loss >= 0, `${loss}`);
    assert.ok(mos > 3 && mos <= 4.5, `${mos}`);
    assert.ok(roundTripTime >= 0 && jitter >= 0, JSON.stringify(media.detail));
  },
);

flight(
  'a wrong password of a TURN server, and a certificate that nobody signed',
  { duration: 1, skip: ['microphone'] },
  () => [turn('udp', { ...credentials, credential: 'wrong' }), turn('tls')],
  (report, { turnUdp, turnTls, media }) => {
    assert.equal(turnUdp.error.code, 'authentication');
    assert.equal(turnTls.error.code, 'unreachable');
    assert.ok(report.reasons.some(({ name }) => name === 'noTurn'));
    // It does without: a tone is sent, within the machine.
    assert.equal(media.detail.candidate, 'host');
  },
);
