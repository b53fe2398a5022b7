// Registration at a real registrar, with the right and the wrong password.

import assert from 'node:assert/strict';

import { Kamailio } from '../lab/kamailio.mjs';
import { forEachSubject, haveRingline } from './scenario.mjs';

const user = 'erin';

forEachSubject('registration', (scenario) => {
  scenario('registers with digest authentication and unregisters', async ({ lab, from, phone }) => {
    const agent = 'digest';
    const { keys, status } = await phone.register(lab.kamailio.url, { agent, user });
    assert.deepEqual([keys, status], [['response'], 200]);
    assert.equal(await phone.do('isRegistered', agent), true);

    const registers = lab.wire.frames.slice(from).filter(({ method }) => method === 'REGISTER');
    assert.equal(registers.length, 2);
    assert.equal(registers[0].header('Authorization'), undefined);
    assert.match(
      registers[1].header('Authorization'),
      /^Digest .*username="erin".*realm="lab\.test"/,
    );
    assert.match(registers[1].header('Authorization'), /nc=00000001/);

    await phone.do('unregister', agent);
    const gone = await phone.expect(agent, 'unregistered');
    assert.deepEqual([gone.keys, gone.status, gone.cause], [['response', 'cause'], 200, null]);
    assert.equal(await phone.do('isRegistered', agent), false);
    await phone.do('stop', agent);
    assert.deepEqual(await names(phone, agent), [
      'connecting',
      'connected',
      'registered',
      'unregistered',
      'disconnected',
    ]);
  });

  scenario('a wrong password is an authentication error', async ({ lab, phone }) => {
    const agent = 'wrong';
    await phone.start(lab.kamailio.url, { agent, user, password: 'guessed' });
    const failed = await phone.expect(agent, 'registrationFailed');
    assert.deepEqual(
      [failed.keys, failed.status, failed.cause],
      [['response', 'cause'], 401, 'Authentication Error'],
    );
    assert.equal(await phone.do('isRegistered', agent), false);
  });

  if (!haveRingline) return; // JsSIP knows MD5 only.

  scenario('registers where only SHA-256 is offered', async ({ from, lab, phone }) => {
    const kamailio = await Kamailio.start({ sha256: true });
    try {
      const agent = 'sha256';
      await phone.register(kamailio.url, { agent, user });
      const [, second] = lab.wire.frames.slice(from).filter(({ method }) => method === 'REGISTER');
      assert.match(second.header('Authorization'), /algorithm=SHA-256/);
    } finally {
      await phone.tidy();
      await kamailio.stop();
    }
  });
});

/** The events of a user agent, in order. */
async function names(phone, agent) {
  await phone.expect(agent, 'disconnected');
  return (await phone.log()).filter(({ scope }) => scope === agent).map(({ event }) => event);
}
