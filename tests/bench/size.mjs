// What a page has to download for one script tag, and what of ours is wasm and what JavaScript.
import { sizes } from '../house/sizes.mjs';
import { bundle, scripts } from './bundles.mjs';

/** {what: {raw, gzip, brotli}} in bytes. */
export async function downloadSizes() {
  const all = {};
  for (const [name, file] of Object.entries(await scripts())) all[name] = sizes(file);
  all['ringline: the wasm alone'] = sizes('dist/ringline.wasm');
  const javascript = await bundle(
    'jssip_without_wasm',
    { contents: "export { default } from './js/jssip/index.ts';" },
    { global: 'JsSIP', plugins: [withoutWasm] },
  );
  all['ringline: the JavaScript alone'] = sizes(javascript);
  return all;
}

const withoutWasm = {
  name: 'without-wasm',
  setup(build) {
    build.onLoad({ filter: /[\\/]js[\\/]engine[\\/]generated[\\/]ringline_wasm\.js$/ }, () => ({
      contents: 'export const size = 0, joiner = "", text = "";',
    }));
  },
};
