// Runs programs for the other scripts, from the root of the project.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** A path inside the project. */
export const at = (...parts) => path.join(root, ...parts);

/** What went wrong, in words for the person at the terminal: no stack is printed for it. */
export class Failure extends Error {}

/** Prints what the scripts do, apart from what the programs print. */
export const say = (text) => console.log(`\x1b[2m–\x1b[0m ${text}`);

/** Runs a program to its end with our own input and output; throws a Failure unless it returns 0. */
export function run(program, args = [], { env = {}, cwd = root, quiet = false } = {}) {
  const result = spawnSync(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    encoding: 'utf8',
    maxBuffer: 256 << 20,
  });
  if (result.error) throw new Failure(`${program}: ${result.error.message}`);
  if (result.status !== 0) {
    if (quiet) process.stderr.write(result.stdout + result.stderr);
    throw new Failure(
      `${program} ${args.join(' ')}: ${result.signal ?? `exit code ${result.status}`}`,
    );
  }
  return result.stdout ?? '';
}

/** Runs a program to its end and returns what it printed and how it ended, whatever that is. */
export function attempt(program, args = [], { env = {}, cwd = root, echo = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const take = (stream) => (chunk) => {
      output += chunk;
      if (echo) stream.write(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', take(process.stdout));
    child.stderr.setEncoding('utf8').on('data', take(process.stderr));
    child.on('error', (error) => resolve({ code: 127, output: `${program}: ${error.message}` }));
    child.on('close', (code, signal) => resolve({ code: code ?? 1, signal, output }));
  });
}

/** Is this program on PATH? */
export const has = (program) =>
  spawnSync('sh', ['-c', `command -v "$0" >/dev/null`, program]).status === 0;

/** Ends a script: a Failure in one line, anything else with its stack. */
export function main(body) {
  Promise.resolve()
    .then(body)
    .catch((error) => {
      console.error(error instanceof Failure ? `\x1b[31m${error.message}\x1b[0m` : error);
      process.exit(1);
    });
}
