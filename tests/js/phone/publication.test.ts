import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bench, isError, registered } from './fake_engine.js';

const kXml = 'application/pidf+xml';

async function published() {
  const { phone, engine } = await registered();
  const publishing = phone.publish('presence', 'open', { contentType: kXml });
  const id = engine.lastId;
  engine.say({ type: 'published', publication: id, response: '' });
  return { phone, engine, id, publication: await publishing };
}

test('publish resolves when the server has it', async () => {
  const { engine, publication } = await published();
  assert.deepEqual(engine.told('publish'), {
    type: 'publish',
    event: 'presence',
    expires: 3_600_000,
    extraHeaders: [],
    contentType: kXml,
    body: 'open',
  });
  assert.equal(publication.event, 'presence');
});

test('publish rejects as the server answered, and for what cannot be used', async () => {
  const { phone, engine } = await registered();
  const publishing = phone.publish('presence', 'open', { contentType: kXml });
  engine.say({
    type: 'publicationEnded',
    publication: engine.lastId,
    cause: 'rejected',
    response: 'SIP/2.0 403 Forbidden\r\n\r\n',
  });
  await assert.rejects(publishing, isError('rejected'));
  const invalid = isError('invalidArgument');
  await assert.rejects(phone.publish('', 'x', { contentType: kXml }), invalid);
  await assert.rejects(phone.publish('presence', 'x', {} as never), invalid);
  await assert.rejects(phone.publish('presence', 7 as never, { contentType: kXml }), invalid);
  const idle = bench().phone.publish('presence', 'x', { contentType: kXml });
  await assert.rejects(idle, isError('invalidState'));
});

test('update resolves when the server has it or newer, remove when it has none', async () => {
  const { engine, id, publication } = await published();
  const updates = [publication.update('away', kXml), publication.update('back', kXml)];
  assert.equal(engine.told('republish')?.body, 'back');
  engine.say({ type: 'published', publication: id, response: '' });
  await Promise.all(updates);
  const removed = publication.remove();
  assert.equal(engine.told('unpublish')?.publication, id);
  engine.say({ type: 'publicationEnded', publication: id, cause: 'none', response: '' });
  await removed;
  assert.equal((await publication.ended).error, undefined);
  await assert.rejects(publication.update('x', kXml), isError('invalidState'));
});

test('a publication that fails later says why, to all that wait', async () => {
  const { engine, id, publication } = await published();
  const update = publication.update('away', kXml);
  const response = 'SIP/2.0 404 Not Found\r\n\r\n';
  engine.say({ type: 'publicationEnded', publication: id, cause: 'notFound', response });
  await assert.rejects(update, isError('notFound'));
  assert.equal((await publication.ended).error?.code, 'notFound');
});

test('a phone that is disposed of ends what it had', async () => {
  const { phone, publication } = await published();
  phone.dispose();
  assert.equal((await publication.ended).error?.code, 'stopped');
});
