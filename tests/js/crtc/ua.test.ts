// A user agent of CRTC's, where it says more than JsSIP's does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EngineStopped } from '../../../js/engine/errors.js';
import { ConfigurationError } from '../../../js/jssip/exceptions.js';
import { record, response } from '../jssip/fake_phone.js';
import { crtcPhone } from './fake_call.js';

test('an account that the server refuses is a failure of the user agent', () => {
  const { ua, engine } = crtcPhone();
  const events = record(ua);
  const failed = (status: string, cause: 'authenticationError' | 'requestTimeout') =>
    engine.say({
      type: 'registrationFailed',
      response: cause === 'requestTimeout' ? '' : response(status, 'REGISTER'),
      cause,
    });
  failed('', 'requestTimeout');
  failed('403 Forbidden', 'authenticationError');
  assert.deepEqual(
    events.map(([name]) => name),
    ['registrationFailed', 'registrationFailed', 'failed'],
  );
  assert.deepEqual(events[2]![1], {
    originator: 'remote',
    message: 'Forbidden',
    cause: 'Authentication Error',
  });
});

test('an engine that has stopped is a failure of the user agent', () => {
  const { ua, engine } = crtcPhone();
  const events = record(ua);
  assert.throws(() => engine.onFailure?.(new EngineStopped('It does not hold that x')));
  assert.deepEqual(events, [
    [
      'failed',
      { originator: 'system', message: 'It does not hold that x', cause: 'Internal Error' },
    ],
  ]);
});

test('a connection that is not there in time is told of, and the core is asked to watch for that', () => {
  const { ua, engine } = crtcPhone();
  const events = record(ua);
  engine.say({ type: 'connectFailed' });
  assert.deepEqual(events, [
    ['connectFailed', { originator: 'local', message: 'Connection Error' }],
  ]);
  const { connectFailedAfter, statsInterval, mediaModes } = engine.config;
  assert.deepEqual([connectFailedAfter, statsInterval, mediaModes], [5000, 2000, true]);
});

test('the bounds of quality levels reach the core and stand in the configuration', () => {
  const network_quality_levels = { 1: { RTT: 80 }, 2: { loss: 5 } };
  const { ua, engine } = crtcPhone({ network_quality_levels });
  const { excellent, good, average } = engine.config.quality!;
  assert.deepEqual([excellent?.roundTrip, good?.loss], [80, 0.05]);
  assert.deepEqual([good?.roundTrip, average?.loss], [undefined, undefined]);
  assert.equal(ua.configuration['network_quality_levels'], network_quality_levels);
  assert.deepEqual(crtcPhone().engine.config.quality?.excellent?.roundTrip, undefined);
});

test('bounds that cannot be meant are a wrong configuration', () => {
  const network_quality_levels = { 1: { RTT: -1 } };
  assert.throws(
    () => crtcPhone({ network_quality_levels }),
    (error: ConfigurationError) =>
      error instanceof ConfigurationError &&
      error.parameter === 'network_quality_levels' &&
      error.value === network_quality_levels,
  );
});
