// The package as its users have it: packed, and installed into a project outside this tree.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Packs with npm's own rules (prepack refuses a stale dist) and installs; remove() takes it away. */
export function install() {
  const project = realpathSync(mkdtempSync(path.join(tmpdir(), 'ringline-package-')));
  const npm = (args, cwd) =>
    execFileSync('npm', [...args, '--loglevel=error'], { cwd, encoding: 'utf8' });
  const [packed] = JSON.parse(npm(['pack', '--json', '--pack-destination', project], root));
  writeFileSync(
    path.join(project, 'package.json'),
    JSON.stringify({ name: 'user', private: true }),
  );
  npm(['install', '--offline', '--no-audit', '--no-fund', `./${packed.filename}`], project);
  return {
    project,
    folder: path.join(project, 'node_modules', 'ringline'),
    tarball: path.join(project, packed.filename),
    files: packed.files.map((file) => file.path),
    /** Writes a program there and runs it; returns what it printed. */
    run(name, source, args = []) {
      writeFileSync(path.join(project, name), source);
      return execFileSync(process.execPath, [...args, name], {
        cwd: project,
        encoding: 'utf8',
      }).trim();
    },
    remove: () => rmSync(project, { recursive: true, force: true }),
  };
}
