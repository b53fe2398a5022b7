// ringline/async: both APIs for platforms that forbid compiling WebAssembly synchronously.
//
// Chromium before 115 compiles no more than 4 kB on the main thread unless it may take its time. This entry embeds no
// module: it fetches the .wasm beside it, and whoever imports it awaits load() before the first Phone or UA.
import type * as Contract from '../types/async.js';
import { provideModule } from './engine/module.js';

export * from './index.js';
export * as JsSIP from './jssip/index.js';

let loading: Promise<void> | undefined;

export const load: typeof Contract.load = (source = new URL('ringline.wasm', import.meta.url)) => {
  loading ??= compile(source).then(provideModule, (error: unknown) => {
    // A failed fetch may be tried again.
    loading = undefined;
    throw error;
  });
  return loading;
};

async function compile(
  source: string | URL | Response | BufferSource | WebAssembly.Module,
): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source))
    return WebAssembly.compile(source);
  const response = source instanceof Response ? source : await fetch(source);
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${response.statusText}`);
  // A server that does not know the type of a .wasm cannot stream it.
  const streams =
    response.headers.get('content-type')?.split(';')[0]?.trim() === 'application/wasm';
  return streams
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
