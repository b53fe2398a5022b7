// node tests/replay.mjs recording.json: runs what an engine recorded (Engine.recording()) once more and
// prints what it says, so that a failure in the field can be looked at here.
import { readFileSync } from 'node:fs';
import '../scripts/ts_loader.mjs';

const { replay } = await import('./wasm/replay.ts');
const [file] = process.argv.slice(2);
if (!file) {
  console.error('usage: node tests/replay.mjs recording.json');
  process.exit(2);
}
const recording = JSON.parse(readFileSync(file, 'utf8'));
if (recording.truncated)
  console.log('The beginning is lost: what follows need not be what happened.');
for (const [time, { type, ...fields }] of replay(recording)) {
  console.log(`${time.toFixed(1).padStart(10)}  ${type}`);
  for (const [name, value] of Object.entries(fields)) {
    console.log(`            ${name}: ${String(value).replace(/\r?\n/g, '\n              ')}`);
  }
}
