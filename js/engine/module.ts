// The wasm module: compiled once, at first use, synchronously. Only this file makes it.
import { embeddedWasm, isEmbedded } from './embedded_wasm.js';
import { UnsupportedError } from './errors.js';
import createRingline from './generated/ringline.js';

/** One engine in the wasm memory (wasm/bindings.cc). Lengths and pointers are bytes. */
export interface WasmEngine {
  /** Zero, or where a string says why the configuration in the inbox cannot work. */
  failure(): number;
  /** Takes the input of that length in the inbox; returns the id it made, or 0. */
  handle(length: number, now: number): number;
  advance(now: number): void;
  /** Zero, or where the next output stands. */
  poll(): number;
  /** When advance wants to be called; Infinity when never. */
  deadline(): number;
  delete(): void;
}

export interface WasmModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  readonly HEAPU32: Uint32Array<ArrayBuffer>;
  readonly Engine: new (length: number) => WasmEngine;
  /** Where at least so many bytes can be written; what was there stays. */
  inbox(size: number): number;
  /** Answers the question of that length in the inbox with a list of strings (sip_text.ts). */
  ask(length: number): number;
  /** Zero, or where the text of the invariant stands that did not hold. */
  invariant(): number;
}

/** Emscripten's factory, which returns the module and no promise: it is linked that way. */
export type Factory = (options: {
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): WebAssembly.Exports;
}) => unknown;

let factory: Factory = createRingline;
let compiled: WebAssembly.Module | undefined;
let current: WasmModule | undefined;

/**
 * Gives the module to use, before the first engine: for platforms that compile nothing of our size
 * synchronously. `script` is Emscripten's half when it is not ours: a debug build, the tests' fake.
 */
export function provideModule(source: WebAssembly.Module | BufferSource, script?: Factory): void {
  compiled = source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source);
  if (script) factory = script;
  current = undefined;
}

/** The module, made if it must be. */
export function loadModule(): WasmModule {
  return (current ??= instantiate((compiled ??= compile())));
}

/** After a trap an instance's stack is not what it was: the next engine gets a fresh one. */
export function retireModule(module: WasmModule): void {
  if (current === module) current = undefined;
}

function compile(): WebAssembly.Module {
  if (!isEmbedded) {
    throw new UnsupportedError('The module is not loaded yet: await load() of ringline/async.');
  }
  try {
    return new WebAssembly.Module(embeddedWasm());
  } catch (cause) {
    // Chromium until 2023 compiled 4 kB at most on the main thread (8 MB since); a CSP without
    // 'wasm-unsafe-eval' forbids it anywhere.
    throw new UnsupportedError(
      `This page may not compile WebAssembly synchronously (${String(cause)}): see ringline/async.`,
      { cause },
    );
  }
}

function instantiate(from: WebAssembly.Module): WasmModule {
  let failure: unknown;
  const module = factory({
    instantiateWasm(imports, done) {
      // Thrown here, an exception would become a rejection that nobody handles.
      try {
        const instance = new WebAssembly.Instance(from, imports);
        done(instance, from);
        return instance.exports;
      } catch (error) {
        failure = error;
        return {};
      }
    },
  });
  if (failure) {
    throw new UnsupportedError(`The module does not start: ${String(failure)}`, { cause: failure });
  }
  return module as WasmModule;
}
