// npm run bench: everything measured in one run, beside JsSIP, SIP.js, sofia-sip and osip; arguments go through.
import { readdirSync } from 'node:fs';
import { build } from './build.mjs';
import { at, main, run } from './run.mjs';
import { cmakeBuild, ensureNodeModules, ensurePackages } from './setup.mjs';

main(async () => {
  ensurePackages('build', 'native', 'browser', 'bench');
  ensureNodeModules();
  await build();
  if (readdirSync(at('tests', 'bench')).some((name) => name.endsWith('.cc')))
    cmakeBuild('native', ['bench'], { quiet: true });
  run(process.execPath, [at('tests', 'bench', 'run.mjs'), ...process.argv.slice(2)]);
});
