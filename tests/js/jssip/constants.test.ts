import assert from 'node:assert/strict';
import { test } from 'node:test';
import JsSIP, * as ours from '../../../js/jssip/index.js';
import { causeWords } from '../../../js/engine/vocabulary.js';
import { causeOf } from '../../../js/jssip/causes.js';
import { outcome, peer } from './peer.js';

test('JsSIP.C holds what JsSIP’s holds, but for who we are and what codes are called today', () => {
  const { USER_AGENT, REASON_PHRASE, ...rest } = peer.C;
  for (const [name, value] of Object.entries(rest)) {
    assert.deepEqual(ours.C[name as keyof typeof ours.C], value, name);
  }
  // IANA's registry as it stands, and no code that it has not.
  const { 425: _, 555: __, 607: ___, 608: ____, ...phrases } = ours.C.REASON_PHRASE;
  assert.deepEqual(
    {
      ...phrases,
      436: 'Bad Identity-Info',
      437: 'Unsupported Certificate',
      478: 'Unresolvable Destination',
      500: 'JsSIP Internal Error',
    },
    { ...REASON_PHRASE },
  );
  assert.equal(ours.C.REASON_PHRASE[500], 'Server Internal Error');
  assert.match(USER_AGENT, /^JsSIP/);
  assert.match(ours.C.USER_AGENT, /^Ringline /);
});

test('each word of the core has a cause, and each cause a word', () => {
  const spoken = causeWords.filter((word) => word !== 'none').map((word) => causeOf(word));
  assert.deepEqual(new Set(spoken), new Set(Object.values(peer.C.causes)));
  assert.equal(causeOf('none'), undefined);
});

test('every name that JsSIP exports is there, one by one and in the default', () => {
  for (const name of Object.keys(peer)) {
    assert.ok(name in ours, name);
    assert.ok(name in JsSIP, name);
  }
  assert.equal(JsSIP.UA, ours.UA);
  assert.equal(ours.name, peer.name);
  assert.equal(ours.version, peer.version);
});

test('errors are JsSIP’s in name, message and code', () => {
  const all = (library: typeof peer) => {
    const { ConfigurationError, InvalidStateError, NotReadyError, NotSupportedError } =
      library.Exceptions;
    return [
      new ConfigurationError('p'),
      new ConfigurationError('p', null),
      new ConfigurationError('p', 0),
      new ConfigurationError('p', { a: 1 }),
      new ConfigurationError('p', 'x'),
      new InvalidStateError(5),
      new NotSupportedError('m'),
      new NotReadyError('m'),
    ].map((error) => {
      assert.ok(error instanceof Error);
      const { name, message, code } = error;
      return { name, message, code, ...(error as object) };
    });
  };
  assert.equal(
    outcome(() => all(ours)),
    outcome(() => all(peer)),
  );
});
