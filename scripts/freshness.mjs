// Is dist/ what the sources say? And: one build at a time.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { at, say } from './run.mjs';

const kInputs = [
  'core',
  'wasm',
  'js',
  'types',
  'cmake',
  'CMakeLists.txt',
  'CMakePresets.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'scripts/build.mjs',
  'scripts/embed_wasm.mjs',
  'scripts/strands.mjs',
];
const kRecord = at('build', 'dist.json');

function* files(name) {
  const entries = (() => {
    try {
      return readdirSync(name, { withFileTypes: true });
    } catch {
      return undefined;
    }
  })();
  if (!entries) {
    if (existsSync(name)) yield name;
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inside = path.join(name, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'generated') yield* files(inside);
    } else {
      yield inside;
    }
  }
}

function digest(names, base = at()) {
  const hash = createHash('sha256');
  for (const name of names) {
    for (const file of files(path.join(base, name))) {
      hash
        .update(`${path.relative(base, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/** Does dist/ hold what a build of these sources would make? */
export function isFresh() {
  if (!existsSync(kRecord) || !existsSync(at('dist', 'index.js'))) return false;
  if (!existsSync(at('js/engine/generated/ringline_wasm.js'))) return false;
  const record = JSON.parse(readFileSync(kRecord, 'utf8'));
  return record.sources === sources() && record.dist === digest(['dist']);
}

/** What the sources say now; taken before a build, since they may change while it runs. */
export const sources = () => digest(kInputs);

/** Puts a finished folder in dist/'s place and remembers the sources that it was made from. */
export function recordFresh(next, from) {
  rmSync(at('dist'), { recursive: true, force: true });
  renameSync(next, at('dist'));
  writeFileSync(kRecord, JSON.stringify({ sources: from, dist: digest(['dist']) }));
}

/** Two builds in one tree would tread on each other: the second waits for the first. */
export async function withBuildLock(body) {
  const lock = at('build', 'lock');
  mkdirSync(at('build'), { recursive: true });
  for (let told = false; ; told = true) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = existsSync(path.join(lock, 'pid'))
      ? Number(readFileSync(path.join(lock, 'pid'), 'utf8'))
      : 0;
    if (holder && !isRunning(holder)) {
      rmSync(lock, { recursive: true, force: true });
      continue;
    }
    if (!told) say(`waiting for another build${holder ? ` (process ${holder})` : ''}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  writeFileSync(path.join(lock, 'pid'), String(process.pid));
  const release = () => rmSync(lock, { recursive: true, force: true });
  process.once('exit', release);
  try {
    return await body();
  } finally {
    process.off('exit', release);
    release();
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
