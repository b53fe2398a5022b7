// The declarations of `ringline/async`: both APIs, for platforms that forbid compiling WebAssembly
// synchronously.
export * from './index.js';
export * as JsSIP from './jssip_package.js';

/**
 * Fetches and compiles the module, once; resolves when a `Phone` or `UA` can be made.
 *
 * @param source Where the .wasm is, or the module or its bytes; by default the file beside this script, which bundlers
 *   find by its URL.
 */
export declare function load(
  source?: string | URL | Response | BufferSource | WebAssembly.Module,
): Promise<void>;
