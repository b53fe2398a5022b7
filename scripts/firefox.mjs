// npm run firefox: what of the browser tests Firefox can do, against Chromium. Installs what it lacks.
//
//   npm run firefox -- devices media   these files
//
// BROWSERS=chromium-firefox lets Chromium act, and Firefox see what comes of it; firefox: both ends are one.
import { build } from './build.mjs';
import { at, main, run } from './run.mjs';
import { ensureNodeModules, ensurePackages } from './setup.mjs';

main(async () => {
  ensurePackages('browser', 'firefox');
  ensureNodeModules();
  await build();
  const tests = at('tests', 'firefox', 'all.mjs');
  run(process.execPath, [
    ...['--test-reporter=spec', '--test-force-exit', tests],
    ...process.argv.slice(2),
  ]);
});
