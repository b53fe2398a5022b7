// npm run sim -- --seed=…: the simulations natively, optimized; arguments go through.
import { at, main, run } from './run.mjs';
import { cmakeBuild, ensureNodeModules, ensurePackages } from './setup.mjs';

main(() => {
  ensurePackages('build', 'native');
  ensureNodeModules();
  cmakeBuild('native', ['sim'], { quiet: !process.stdout.isTTY });
  run(at('build', 'native', 'sim'), process.argv.slice(2));
});
