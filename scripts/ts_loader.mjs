// `node --import ./scripts/ts_loader.mjs`: runs TypeScript as it stands (esbuild strips the types), with
// `./x.js` meaning ./x.ts as it does for the compiler.
import { register } from 'node:module';

register('./ts_loader_hooks.mjs', import.meta.url);
