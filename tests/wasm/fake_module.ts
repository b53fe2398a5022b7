// The border before tests/wasm/fake_engine.cc: the module of the wasm-debug build, with its assertions.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { provideModule, type Factory } from '../../js/engine/module.js';

const folder = path.resolve(process.env['RINGLINE_FAKE'] ?? 'build/wasm-debug/fake');

export const fakeScript = path.join(folder, 'ringline.mjs');

/** Makes every engine of this process one that echoes. */
export async function useFakeEngine(): Promise<void> {
  const { default: factory } = (await import(pathToFileURL(fakeScript).href)) as {
    default: Factory;
  };
  provideModule(readFileSync(path.join(folder, 'ringline.wasm')), factory);
}
