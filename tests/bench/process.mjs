// Programs that print one result.
import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What a program prints, if it ends well. */
export async function program(file, args) {
  const { stdout } = await execute(file, args, { maxBuffer: 64 << 20 });
  return stdout;
}

export const node = (args) => program(process.execPath, args);
