// The level of one reading, as the scorer in C++ has it by default.
import {
  beginReading,
  beginWriting,
  readStrings,
  writeMeasure,
  writeWord,
  written,
} from './codec.js';
import { loadModule } from './module.js';

const kLevel = 23; // wasm/answers.cc

/** 0 to 6; `loss` is a share of one, `roundTrip` milliseconds, and what is undefined is not known. */
export function qualityLevel(loss: number | undefined, roundTrip: number | undefined): number {
  const module = loadModule();
  beginWriting(module);
  writeWord(kLevel);
  writeMeasure(1_000_000, loss);
  writeMeasure(1_000, roundTrip);
  beginReading(module, module.ask(written()));
  return Number(readStrings()[0] ?? 0);
}
