// The border before tests/wasm/fake_engine.cc: the module of the wasm-debug build, with its assertions.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { provideModule } from '../../js/engine/module.js';

export const fakeWasm = path.resolve(
  process.env['RINGLINE_FAKE'] ?? 'build/wasm-debug/fake',
  'ringline.wasm',
);

/** Makes every engine of this process one that echoes. */
export function useFakeEngine(): void {
  provideModule(readFileSync(fakeWasm));
}
