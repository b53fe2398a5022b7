import assert from 'node:assert/strict';
import { test } from 'node:test';
import { socketPair } from '../../../js/host/socket_pair.js';

const settled = () => new Promise(setImmediate);

test('what one sends the other receives, later and in order', async () => {
  const [one, other] = socketPair();
  const heard: unknown[] = [];
  one.onconnect = () => heard.push('one is open');
  other.ondata = (data) => heard.push(data);
  one.connect();
  other.connect();
  assert.deepEqual(heard, []);
  await settled();
  assert.equal(one.send('first'), true);
  assert.equal(one.send('second'), true);
  assert.deepEqual(heard, ['one is open']);
  await settled();
  assert.deepEqual(heard, ['one is open', 'first', 'second']);
});

test('nothing passes where one is closed', async () => {
  const [one, other] = socketPair();
  const heard: unknown[] = [];
  other.ondata = (data) => heard.push(data);
  assert.equal(one.send('too soon'), false);
  one.connect();
  await settled();
  one.send('nobody there');
  other.connect();
  await settled();
  one.send('on its way');
  other.disconnect();
  await settled();
  one.disconnect();
  assert.equal(one.send('too late'), false);
  assert.deepEqual(heard, []);
});
