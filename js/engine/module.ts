// The wasm module: compiled once, at first use, synchronously. Only this file makes it.
import { embeddedWasm, isEmbedded } from './embedded_wasm.js';
import { UnsupportedError } from './errors.js';

/** What wasm/exports.cc exports. Lengths and pointers are bytes; an engine is its pointer. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  /** Runs the constructors of what is static. */
  _initialize(): void;
  /** Where at least so many bytes can be written; what was there stays. */
  inbox(size: number): number;
  /** Answers the question of that length in the inbox with a list of strings (sip_text.ts). */
  ask(length: number): number;
  /** Zero, or where the text of the invariant stands that did not hold. */
  invariant(): number;
  /** An engine from the configuration of that length in the inbox; failure() tells whether it is one. */
  make(length: number): number;
  /** Zero, or where a string says why the configuration cannot work. */
  failure(engine: number): number;
  /** Takes the input of that length in the inbox; returns the id it made, or 0. */
  feed(engine: number, length: number, now: number): number;
  advance(engine: number, now: number): void;
  /** Zero, or where the next output stands. */
  yield(engine: number): number;
  /** Where a list of strings says what transactions there are, each as four (transaction_layer.h). */
  transactions(engine: number): number;
  /** When advance wants to be called; Infinity when never. */
  deadline(engine: number): number;
  drop(engine: number): void;
}

export interface WasmModule extends Exports {
  /** The memory as it is now: it is another object after it grew. */
  bytes: Uint8Array<ArrayBuffer>;
  words: Uint32Array<ArrayBuffer>;
}

let compiled: WebAssembly.Module | undefined;
let current: WasmModule | undefined;

/** Gives the module to use, before the first engine: for platforms that compile nothing of our size synchronously. */
export function provideModule(source: WebAssembly.Module | BufferSource): void {
  compiled = source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source);
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
  // The module imports one function; a debug build imports more, each called when something is wrong.
  const env: Record<string, (...args: number[]) => void> = {};
  for (const { name } of WebAssembly.Module.imports(from)) {
    env[name] = (...args) => {
      throw new Error(`${name}(${args.join()})`);
    };
  }
  env['emscripten_notify_memory_growth'] = () => look();
  let exports: Exports;
  try {
    exports = new WebAssembly.Instance(from, { env, wasi_snapshot_preview1: env })
      .exports as unknown as Exports;
  } catch (cause) {
    throw new UnsupportedError(`The module does not start: ${String(cause)}`, { cause });
  }
  const module = { ...exports } as WasmModule;
  const look = (): void => {
    module.bytes = new Uint8Array(exports.memory.buffer as ArrayBuffer);
    module.words = new Uint32Array(exports.memory.buffer as ArrayBuffer);
  };
  look();
  exports._initialize();
  return module;
}
