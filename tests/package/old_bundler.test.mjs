// The package as webpack 4 has it, by its own resolver and its own parser: it knows neither "exports" nor anything of
// ECMAScript 2020.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'acorn-classic';
import resolver from 'enhanced-resolve-classic';
import { install } from './installed.mjs';

let installed;
before(() => {
  installed = install();
});
after(() => installed?.remove());

// What webpack 4 asks for when it builds for browsers.
const resolve = resolver.create.sync({
  extensions: ['.wasm', '.mjs', '.js', '.json'],
  mainFields: ['browser', 'module', 'main'],
  aliasFields: ['browser'],
});

/** The file and all that it requires. */
function filesOf(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, name] of readFileSync(file, 'utf8').matchAll(/\brequire\("([^"]+)"\)/g))
    filesOf(resolve(path.dirname(file), name), found);
  return found;
}

for (const entry of ['ringline', 'ringline/jssip', 'ringline/crtc', 'ringline/events']) {
  test(`${entry} is found, and all of it can be read`, () => {
    const files = [...filesOf(resolve(installed.project, entry))];
    assert.ok(files.every((file) => file.startsWith(path.join(installed.folder, 'dist'))));
    for (const file of files)
      assert.doesNotThrow(
        () => parse(readFileSync(file, 'utf8'), { ecmaVersion: 2019, sourceType: 'script' }),
        path.basename(file),
      );
    assert.equal(
      files.some((file) => file.includes('shared')),
      entry !== 'ringline/events',
    );
  });
}
