// Runs a recording again: the same configuration, seed, times and inputs make the same outputs.
import { beginReading, readWord } from '../../js/engine/codec.js';
import { loadModule } from '../../js/engine/module.js';
import type { Recording } from '../../js/engine/recorder.js';
import { outputReaders, type Output } from '../../js/engine/vocabulary.js';

/** An input too large to have been recorded: from here on the run is another one. */
export class Gap extends Error {}

/** What the core said, each with the time of the input that it followed. */
export function* replay({ config, entries }: Recording): Generator<[time: number, Output]> {
  const module = loadModule();
  const put = (base64: string) => {
    const bytes = Buffer.from(base64, 'base64');
    const at = module.inbox(Math.max(bytes.length, 1));
    module.bytes.set(bytes, at);
    return bytes.length;
  };
  const engine = module.make(put(config));
  for (const [time, input] of entries) {
    if (input === null) throw new Gap(`An input at ${time} ms was too large to be recorded.`);
    if (input === '') module.advance(engine, time);
    else module.feed(engine, put(input), time);
    for (let at = module.yield(engine); at !== 0; at = module.yield(engine)) {
      beginReading(module, at);
      yield [time, outputReaders[readWord()]!()];
    }
  }
  module.drop(engine);
}
