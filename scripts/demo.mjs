// npm run demo: installs what it lacks, builds if something changed, and serves the softphone page. Arguments go
// through to demo/server.mjs (`npm run demo -- --help`).
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { build } from './build.mjs';
import { at, main, say } from './run.mjs';
import { ensureNodeModules } from './setup.mjs';

main(async () => {
  if (!existsSync(at('dist', 'index.js')))
    say('the first time this fetches packages and compiles C++: some minutes');
  ensureNodeModules();
  await build();
  const server = spawn(process.execPath, [at('demo', 'server.mjs'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => server.kill(signal));
  server.on('exit', (code) => process.exit(code ?? 0));
});
