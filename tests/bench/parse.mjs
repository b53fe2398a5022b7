// The parse benchmark: natively, through the border in Node, and in Chromium.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launchBrowser } from '../lab/browser.mjs';
import { bundle } from './bundles.mjs';
import { kindNames, messages } from './messages.mjs';
import { node, program } from './process.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** {kind: {parser: [seconds, …]}}, or undefined where the program was not built. */
export async function nativeParse({ rounds, milliseconds }) {
  const binary = process.env.PARSE_BENCH ?? `${root}build/native/parse_bench`;
  if (!existsSync(binary)) return undefined;
  const folder = `${root}build/bench/messages`;
  rmSync(folder, { recursive: true, force: true });
  for (const [kind, { texts, facts }] of Object.entries(messages())) {
    mkdirSync(`${folder}/${kind}`, { recursive: true });
    texts.forEach((text, i) => {
      const it = facts[i];
      const { start, callId, cseq, method, fromTag, fromUser, toUser, bodyLength } = it;
      const lines = [start, callId, cseq, method, fromTag, fromUser, toUser, bodyLength];
      writeFileSync(`${folder}/${kind}/${i}.sip`, text);
      writeFileSync(`${folder}/${kind}/${i}.facts`, `${lines.join('\n')}\n`);
    });
  }
  const found = JSON.parse(await program(binary, [folder, String(rounds), String(milliseconds)]));
  // A folder has an order of its own.
  return Object.fromEntries(kindNames.map((kind) => [kind, found[kind]]));
}

export async function nodeParse({ rounds, milliseconds }) {
  const file = pathToFileURL(await bundle('parse_rounds', './parse_rounds.mjs')).href;
  const code = `import(${JSON.stringify(file)}).then(({ parseRounds }) =>
    parseRounds({ rounds: ${rounds}, milliseconds: ${milliseconds} }))
    .then((result) => console.log(JSON.stringify(result)))`;
  return JSON.parse(await node(['-e', code]));
}

export async function chromiumParse(options) {
  const path = await bundle('parse_rounds', './parse_rounds.mjs', { global: 'Bench' });
  const { browser, context } = await launchBrowser();
  try {
    const page = await context.newPage();
    await page.addScriptTag({ path });
    return await page.evaluate((options) => globalThis.Bench.parseRounds(options), options);
  } finally {
    await browser.close();
  }
}
