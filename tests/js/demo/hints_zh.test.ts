import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { kHints } from '../../../demo/page/hints_zh.js';
import { zh } from '../../../demo/page/words_zh.js';

// Where the library says its hints: sentences that end with a full stop, which its messages do not.
const kSources = ['error', 'checks/devices', 'checks/ice_servers'];
const kSentence = /'([A-Z][^'\n]+\.)'/g;

const hints = kSources.flatMap((name) => {
  const source = readFileSync(new URL(`../../../js/phone/${name}.ts`, import.meta.url), 'utf8');
  return [...source.matchAll(kSentence)].map(([, sentence]) => sentence!);
});

describe('the hints in Chinese', () => {
  it('are there for each that the library gives, and for no other', () => {
    assert.deepEqual(Object.keys(kHints).sort(), [...new Set(hints)].sort());
  });

  it('are what the page says, and nothing where there is no hint', () => {
    for (const hint of hints) assert.match(zh.hintOf({ hint }), /\p{Script=Han}/u, hint);
    assert.equal(zh.hintOf({ hint: '' }), '');
  });
});
