// prepack: a tarball holds what the sources say, or there is no tarball.
import { Failure, main } from './run.mjs';
import { isFresh } from './freshness.mjs';

main(() => {
  if (!isFresh()) throw new Failure('dist/ is missing or stale: run `npm run build` first.');
});
