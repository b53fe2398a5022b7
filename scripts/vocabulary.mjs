// Holds js/engine/vocabulary.ts against the C++ structs it is generated from; --write writes it anew (npm run
// generate). --preset=asan takes the generator from another native build.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Failure, at, main, run, say } from './run.mjs';
import { cmakeBuild, ensureNodeModules, ensurePackages } from './setup.mjs';

const kFile = at('js', 'engine', 'vocabulary.ts');

main(async () => {
  const preset = process.argv.find((arg) => arg.startsWith('--preset='))?.slice(9) ?? 'native';
  ensurePackages('build', 'native');
  ensureNodeModules();
  cmakeBuild(preset, ['vocabulary'], { quiet: !process.stdout.isTTY });
  const prettier = await import('prettier');
  const options = await prettier.resolveConfig(kFile);
  const printed = run(at('build', preset, 'vocabulary'), [], { quiet: true });
  const text = await prettier.format(printed, { ...options, parser: 'typescript' });
  const before = existsSync(kFile) ? readFileSync(kFile, 'utf8') : '';
  if (process.argv.includes('--write')) {
    if (text !== before) writeFileSync(kFile, text);
    say(
      text === before
        ? 'js/engine/vocabulary.ts was up to date'
        : 'js/engine/vocabulary.ts written',
    );
  } else if (text !== before) {
    throw new Failure(
      'js/engine/vocabulary.ts is not what core/vocabulary says: run `npm run generate`.',
    );
  } else {
    say('js/engine/vocabulary.ts is fresh');
  }
});
