// The only driver of the core: handle an input, deliver what it says, arm one timer.
import type { Host } from '../host/host.js';
import {
  beginInput,
  beginReading,
  beginWriting,
  readString,
  readStrings,
  readWord,
  written,
  writtenBytes,
} from './codec.js';
import { ConfigError, EngineStopped, report } from './errors.js';
import { loadModule, retireModule, type WasmModule } from './module.js';
import { maskConfig, maskInput, Recorder, type Recording } from './recorder.js';
import {
  hostOutputs,
  inputWriters,
  outputReaders,
  writeConfig,
  type AppOutputType,
  type Config,
  type Input,
  type Output,
  type OutputOf,
} from './vocabulary.js';

/** A function for each output to the application that somebody wants to know of. */
export type Listener = { [T in AppOutputType]?: (output: OutputOf<T>) => void };
type Receiver = { [type: string]: ((output: Output) => void) | undefined };

// An application need not free anything: an engine nobody holds takes its memory with it.
const forgotten = new FinalizationRegistry<{ module: WasmModule; engine: number }>(
  ({ module, engine }) => module.drop(engine),
);

export class Engine {
  /** Called once if the core stops on a mistake of its own; every later call throws the same. */
  onFailure: ((error: EngineStopped) => void) | undefined;

  readonly #host: Host;
  readonly #listener: Listener;
  readonly #module: WasmModule;
  readonly #recorder = new Recorder();
  readonly #epoch: number;
  readonly #wake = () => this.#calmly(() => this.#advance());
  // Its pointer in the module; 0 when there is none.
  #engine = 0;
  #stopped: EngineStopped | undefined;

  /** Throws ConfigError. */
  constructor(config: Partial<Config>, host: Host, listener: Listener) {
    this.#host = host;
    this.#listener = listener;
    this.#module = loadModule();
    const seeded = { ...config, seed: config.seed ?? host.seed() };
    this.#recorder.configure(this.#encodeConfig(maskConfig(seeded)));
    const { length } = this.#encodeConfig(seeded);
    try {
      this.#engine = this.#module.make(length);
    } catch (error) {
      throw this.#fail(error);
    }
    const failure = this.#module.failure(this.#engine);
    if (failure) {
      beginReading(this.#module, failure);
      const reason = readString();
      this.#module.drop(this.#engine);
      throw new ConfigError(/^\w*/.exec(reason)![0], reason);
    }
    forgotten.register(this, { module: this.#module, engine: this.#engine }, this);
    this.#epoch = host.now();
    // Whoever calls from the host could do nothing about a stopped engine: it is told by onFailure.
    host.attach({ handle: (input) => this.#calmly(() => this.handle(input)) ?? 0 });
  }

  /** Tells the core; what it says waits for drain. Returns the id that the input made, or 0. */
  submit(input: Input): number {
    const engine = this.#living();
    if (!engine) return 0;
    const time = this.#now();
    const masked = maskInput(input);
    this.#encode(masked);
    this.#recorder.record(time, writtenBytes());
    if (masked !== input) this.#encode(input);
    try {
      return this.#module.feed(engine, written(), time);
    } catch (error) {
      throw this.#fail(error);
    }
  }

  /** Delivers what the core has said, oldest first; a drain inside a drain takes the rest over. */
  drain(): void {
    for (let engine = this.#living(); engine; engine = this.#engine) {
      let pointer: number;
      try {
        pointer = this.#module.yield(engine);
      } catch (error) {
        throw this.#fail(error);
      }
      if (pointer === 0) break;
      beginReading(this.#module, pointer);
      const index = readWord();
      const output = outputReaders[index]!();
      const receiver = (index < hostOutputs ? this.#host : this.#listener) as unknown as Receiver;
      try {
        receiver[output.type]?.(output);
      } catch (error) {
        report(error);
      }
    }
    this.#arm();
  }

  /** submit and drain. */
  handle(input: Input): number {
    const id = this.submit(input);
    this.drain();
    return id;
  }

  /** What went in so far, for whoever has to find out what went wrong; without passwords. */
  recording(): Recording {
    return this.#recorder.recording();
  }

  /** The transactions there are; of each its id, "server" or "", its state, its request. */
  transactions(): string[] {
    const engine = this.#living();
    if (!engine) return [];
    beginReading(this.#module, this.#module.transactions(engine));
    return readStrings();
  }

  dispose(): void {
    const engine = this.#engine;
    if (!engine) return;
    this.#engine = 0;
    forgotten.unregister(this);
    this.#module.drop(engine);
    this.#host.wakeAt(null, this.#wake);
    this.#host.dispose();
  }

  #now(): number {
    return this.#host.now() - this.#epoch;
  }

  #living(): number {
    if (this.#stopped) throw this.#stopped;
    return this.#engine;
  }

  #advance(): void {
    const engine = this.#living();
    if (!engine) return;
    const time = this.#now();
    this.#recorder.record(time);
    try {
      this.#module.advance(engine, time);
    } catch (error) {
      throw this.#fail(error);
    }
    this.drain();
  }

  #arm(): void {
    if (!this.#engine) return;
    const deadline = this.#module.deadline(this.#engine);
    this.#host.wakeAt(deadline === Infinity ? null : this.#epoch + deadline, this.#wake);
  }

  #encodeConfig(config: Partial<Config>): Uint8Array {
    beginWriting(this.#module);
    writeConfig(config);
    return writtenBytes();
  }

  #encode(input: Input): void {
    beginWriting(this.#module);
    if (Object.hasOwn(inputWriters, input.type)) {
      (inputWriters[input.type] as (input: Input) => void)(input);
    } else {
      beginInput(0xffffffff);
    }
  }

  #calmly<T>(call: () => T): T | undefined {
    try {
      return call();
    } catch (error) {
      if (error !== this.#stopped || !this.onFailure) report(error);
      return undefined;
    }
  }

  // A trap left the core in the middle of something: nothing of it can be trusted.
  #fail(cause: unknown): EngineStopped {
    const error = new EngineStopped(invariantOf(this.#module) ?? String(cause), { cause });
    this.#stopped = error;
    this.#engine = 0;
    forgotten.unregister(this);
    retireModule(this.#module);
    this.#host.wakeAt(null, this.#wake);
    this.#host.dispose();
    try {
      this.onFailure?.(error);
    } catch (thrown) {
      report(thrown);
    }
    return error;
  }
}

function invariantOf(module: WasmModule): string | undefined {
  const pointer = module.invariant();
  if (pointer === 0) return undefined;
  beginReading(module, pointer);
  return `It does not hold that ${readString()}`;
}
