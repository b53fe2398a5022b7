// The project's own files, for the house rules to read.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Every file that git has or would take; without git, every file outside the folders that are built. */
export const files = (() => {
  try {
    const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return listed.split('\n').filter((file) => file && existsSync(path.join(root, file)));
  } catch {
    const built = /^(\.git|\.toolchain|build|dist|node_modules|js\/engine\/generated)(\/|$)/;
    const walk = (folder) =>
      readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
        const file = path.posix.join(folder, entry.name);
        if (built.test(file) || entry.name === 'node_modules') return [];
        return entry.isDirectory() ? walk(file) : [file];
      });
    return walk('.');
  }
})();

export const text = (file) => readFileSync(path.join(root, file), 'utf8');

/** The files below a folder with one of these endings. */
export const under = (folder, ...endings) =>
  files.filter(
    (file) =>
      file.startsWith(`${folder}/`) &&
      (endings.length === 0 || endings.some((e) => file.endsWith(e))),
  );

/** Code without comments and, if asked, without what stands in quotes; line numbers stay right. */
export function code(file, { strings = true } = {}) {
  const blank = (s) => s.replace(/[^\n]/g, ' ');
  return text(file).replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\/[^\n]*|\/\*[^]*?\*\//g,
    (all, quoted) => (quoted === undefined ? blank(all) : strings ? all : blank(all)),
  );
}

/** Where a pattern occurs: `file:line: text`. */
export function hits(file, pattern, content = code(file, { strings: false })) {
  const lines = content.split('\n');
  return lines.flatMap((line, i) =>
    pattern.test(line) ? [`${file}:${i + 1}: ${line.trim().slice(0, 100)}`] : [],
  );
}
