// npm run interop: Ringline against ends that we did not write. Installs what it lacks.
//
//   --only=baresip,sipp   these peers
//   --rows=call,hold      these rows
//   --write               the table into docs/interop.md
//
// Exits with 1 when a cell failed; what was on the wire then lies in build/interop/.
import { spawnSync } from 'node:child_process';
import { build } from './build.mjs';
import { at, main } from './run.mjs';
import { ensureNodeModules, ensurePackages } from './setup.mjs';

main(async () => {
  ensurePackages('browser', 'rtp', 'interop', 'firefox');
  ensureNodeModules();
  await build();
  const matrix = at('tests', 'interop', 'matrix.mjs');
  const { status } = spawnSync(process.execPath, [matrix, ...process.argv.slice(2)], {
    cwd: at(),
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
});
