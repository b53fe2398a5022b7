import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import * as ours from '../../../js/jssip/lib.js';

const require = createRequire(import.meta.url);

test('what JsSIP’s own files export is there by its name', () => {
  const all = ours as unknown as Record<string, unknown>;
  for (const file of ['Constants', 'Exceptions', 'Grammar', 'JsSIP', 'Utils']) {
    const theirs = require(`jssip/lib/${file}`) as Record<string, unknown>;
    const missing = Object.keys(theirs).filter((name) => !(name in all));
    // One is made when it is asked for, and one names a class that is a SyntaxError.
    const known = { Constants: ['REASON_PHRASE'], Grammar: ['SyntaxError'] }[file] ?? [];
    assert.deepEqual(missing, known, file);
    const isText = (name: string) => typeof theirs[name] === 'string' && name !== 'USER_AGENT';
    for (const name of Object.keys(theirs).filter(isText)) {
      assert.equal(all[name], theirs[name], name);
    }
  }
});

test('the default has them all, and makes nothing before it is asked', () => {
  assert.equal(ours.default.UA, ours.UA);
  assert.equal(ours.default.causes.BUSY, 'Busy');
  assert.equal(ours.default.newTag, ours.newTag);
  const { get } = Object.getOwnPropertyDescriptor(ours.default, 'REASON_PHRASE')!;
  assert.equal(typeof get, 'function');
  assert.equal(ours.default.REASON_PHRASE[486], 'Busy Here');
});
