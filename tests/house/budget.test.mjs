// What a page downloads, against tests/house/budget.json. `node tests/house/sizes.mjs` prints the table.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { overhead, sizes } from './sizes.mjs';

const budget = JSON.parse(readFileSync(new URL('budget.json', import.meta.url), 'utf8'));

for (const [entry, limits] of Object.entries(budget)) {
  if (!entry.startsWith('dist/')) continue;
  test(`${entry} and all it imports, within its budget`, () => {
    const measured = sizes(entry);
    for (const [unit, limit] of Object.entries(limits)) {
      assert.ok(
        measured[unit] <= limit,
        `${entry}: ${measured[unit]} bytes ${unit}, ${limit} allowed`,
      );
    }
  });
}

test('the wasm as text is less than the wasm', () => {
  const limit = budget['wasm text over the wasm'].percent;
  assert.ok(
    overhead() <= limit,
    `${overhead().toFixed(1)} % more after brotli, ${limit} % allowed`,
  );
});
