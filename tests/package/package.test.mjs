// The tarball, installed somewhere else: imported, required, as a script tag, by the compiler, by a bundler.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import vm from 'node:vm';
import { install, root } from './installed.mjs';

let installed;
before(() => {
  installed = install();
});
after(() => installed?.remove());

// What a user writes first, in three dialects. It makes a UA at once, with nothing awaited, and parses a URI, which the
// wasm does.
const useJsSip = `
  const ua = new JsSIP.UA({
    uri: 'sip:alice@example.com',
    password: 'secret',
    sockets: [new JsSIP.WebSocketInterface('wss://sip.example.com')],
  });
  const parsed = JsSIP.URI.parse('sip:bob@example.org;transport=ws');
  const seen = [typeof ua.start, ua.isRegistered(), parsed.user, parsed.host, parsed.getParam('transport')].join(' ');
`;
const seen = 'function false bob example.org ws';

// The same class under CRTC's name, made with a licence; JsSIP's beside it shares the module.
const useCrtc = `
  const ua = new CRTC.UA({
    uri: 'sip:alice@example.com',
    sockets: new CRTC.WebSocketInterface('wss://sip.example.com'),
    secret_key: 'licence',
  });
  const seen = [CRTC.name, typeof ua.start, CRTC.Utls === CRTC.Utils, CRTC.Utils.getNetworkQuality(0, 0)].join(' ');
`;
const seenCrtc = 'CRTC function true 1';

const usePhone = `
  const phone = new Phone({ server: 'wss://sip.example.com', user: 'sip:alice@example.com', password: 'secret' });
  const seen = [typeof phone.start, phone.calls.length].join(' ');
`;
const seenPhone = 'function 0';

test('the tarball holds what it should and nothing else', () => {
  const { files } = installed;
  const odd = files.filter(
    (file) =>
      !/^(package\.json|README[\w.-]*|LICENSE|CHANGELOG\.md|docs\/[\w-]+\.md|(crtc|events|jssip)\/package\.json|dist\/.*\.(js|cjs|wasm|d\.ts|d\.cts))$/.test(
        file,
      ),
  );
  assert.deepEqual(odd, []);
  for (const file of [
    ...[
      'index.js',
      'index.cjs',
      'index.d.ts',
      'index.d.cts',
      'jssip.js',
      'jssip.cjs',
      'jssip.d.ts',
      'jssip.d.cts',
    ],
    ...['jssip_lib.js', 'jssip_lib.cjs', 'jssip_lib.d.ts', 'jssip_lib.d.cts'],
    ...['crtc.js', 'crtc.cjs', 'crtc.d.ts', 'crtc.d.cts', 'crtc.global.js'],
    ...['events.js', 'events.cjs', 'events.d.ts', 'events.d.cts'],
    ...['async.js', 'async.d.ts', 'ringline.wasm', 'ringline.global.js', 'jssip.global.js'],
  ]) {
    assert.ok(files.includes(`dist/${file}`), `dist/${file} is missing`);
  }
  const bytes = files
    .filter((file) => /\.(js|cjs)$/.test(file))
    .map((file) => readFileSync(path.join(installed.folder, file), 'utf8'));
  assert.ok(
    bytes.every((text) => !text.includes(root)),
    'a path of this machine is in the package',
  );
});

test('import: JsSIP and Phone work at once', () => {
  assert.equal(
    installed.run('a.mjs', `import JsSIP from 'ringline/jssip'; ${useJsSip} console.log(seen)`),
    seen,
  );
  assert.equal(
    installed.run(
      'b.mjs',
      `import * as JsSIP from 'ringline/jssip'; ${useJsSip} console.log(seen)`,
    ),
    seen,
  );
  assert.equal(
    installed.run('c.mjs', `import { Phone } from 'ringline'; ${usePhone} console.log(seen)`),
    seenPhone,
  );
});

test('require: JsSIP and Phone work at once', () => {
  assert.equal(
    installed.run(
      'a.cjs',
      `const JsSIP = require('ringline/jssip'); ${useJsSip} console.log(seen)`,
    ),
    seen,
  );
  // What `import JsSIP from 'ringline/jssip'` becomes where a compiler still writes CommonJS.
  assert.equal(
    installed.run(
      'i.cjs',
      `const JsSIP = require('ringline/jssip').default; ${useJsSip} console.log(seen)`,
    ),
    seen,
  );
  assert.equal(
    installed.run('b.cjs', `const { Phone } = require('ringline'); ${usePhone} console.log(seen)`),
    seenPhone,
  );
});

test('CRTC by either module system, its classes those of JsSIP', () => {
  const use = `${useCrtc} console.log(seen, ua instanceof JsSIP.UA)`;
  for (const [file, head] of [
    ['crtc.mjs', `import CRTC from 'ringline/crtc'; import * as JsSIP from 'ringline/jssip';`],
    ['crtc2.mjs', `import * as CRTC from 'ringline/crtc'; import JsSIP from 'ringline/jssip';`],
    ['crtc.cjs', `const CRTC = require('ringline/crtc'), JsSIP = require('ringline/jssip');`],
  ]) {
    assert.equal(installed.run(file, `${head} ${use}`), `${seenCrtc} true`);
  }
});

test('the deep paths of JsSIP lead to the same classes', () => {
  assert.equal(
    installed.run(
      'deep.mjs',
      `import { UA } from 'ringline/jssip'; import { UA as Deep } from 'ringline/jssip/lib/UA';
       import { RTCSession } from 'ringline/jssip/lib/RTCSession.js';
       import Constants, { causes, DTMF_TRANSPORT } from 'ringline/jssip/lib/Constants';
       import * as Utils from 'ringline/jssip/lib/Utils';
       console.log(UA === Deep, typeof RTCSession, causes.BUSY, DTMF_TRANSPORT.INFO, Constants.BYE)
       console.log(Utils.newUUID().length)`,
    ),
    'true function Busy INFO BYE\n36',
  );
  assert.equal(
    installed.run(
      'deep.cjs',
      `const { newUUID } = require('ringline/jssip/lib/Utils');
       console.log(require('ringline/jssip').URI === require('ringline/jssip/lib/URI').URI, newUUID().length)`,
    ),
    'true 36',
  );
});

test('import and require give the same names', () => {
  for (const entry of ['ringline', 'ringline/jssip', 'ringline/crtc', 'ringline/events']) {
    const names = installed.run(
      'names.mjs',
      `import { createRequire } from 'node:module';
       const required = createRequire(import.meta.url)('${entry}');
       const imported = await import('${entry}');
       console.log(JSON.stringify([Object.keys(imported).sort(), Object.keys(required).filter((name) => name !== '__esModule').sort()]));`,
    );
    const [imported, required] = JSON.parse(names);
    assert.ok(imported.length > 3);
    assert.deepEqual(required, imported);
  }
});

test('importing only defines: no global is added, nothing is compiled', () => {
  const program = `
    const before = Object.getOwnPropertyNames(globalThis).length;
    let compiled = 0;
    WebAssembly.Module = new Proxy(WebAssembly.Module, { construct: (target, args) => (++compiled, new target(...args)) });
    for (const name of ['window', 'document', 'WebSocket', 'RTCPeerConnection', 'TextEncoder', 'TextDecoder']) {
      Object.defineProperty(globalThis, name, { configurable: true, get() { throw new Error(name + ' was read at import'); } });
    }
    const added = Object.getOwnPropertyNames(globalThis).length - before;
    await import('ringline'); await import('ringline/jssip'); await import('ringline/crtc'); await import('ringline/async');
    await import('ringline/events');
    console.log(Object.getOwnPropertyNames(globalThis).length - before - added, compiled);`;
  assert.equal(installed.run('quiet.mjs', program), '0 0');
});

test('the module stands once for both entries', () => {
  for (const [entries, ending] of [
    [['index.js', 'jssip.js', 'jssip_lib.js', 'crtc.js'], '.js'],
    [['index.cjs', 'jssip.cjs', 'jssip_lib.cjs', 'crtc.cjs'], '.cjs'],
  ]) {
    const dist = path.join(installed.folder, 'dist');
    const carriers = readdirSync(dist, { recursive: true })
      .map(String)
      .filter((file) => file.endsWith(ending) && !/global|async/.test(file))
      .filter((file) => readFileSync(path.join(dist, file)).length > 200_000);
    assert.equal(carriers.length, 1, `the wasm is in ${carriers}`);
    assert.ok(!entries.includes(carriers[0]));
  }
});

test('ringline/events: bodies are read, by itself', () => {
  const use = `
    const body = '<isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing"><state>active</state></isComposing>';
    const { type, state } = events.parseEvent('application/im-iscomposing+xml; charset=utf-8', body);
    let refused; try { events.parsePresence('<!DOCTYPE a>'); } catch (error) { refused = error instanceof events.EventBodyError && error.code; }
    console.log(type, state, refused);`;
  const wanted = 'isComposing active forbidden';
  assert.equal(
    installed.run('events.mjs', `import * as events from 'ringline/events'; ${use}`),
    wanted,
  );
  assert.equal(
    installed.run('events.cjs', `const events = require('ringline/events'); ${use}`),
    wanted,
  );
  for (const file of ['events.js', 'events.cjs']) {
    const text = readFileSync(path.join(installed.folder, 'dist', file), 'utf8');
    assert.doesNotMatch(text, /from ?"|require\(|WebAssembly|DOMParser|document\./);
  }
});

test('script tag: a global, and nothing but it', () => {
  for (const [file, name, body, wanted] of [
    ['jssip.global.js', 'JsSIP', useJsSip, seen],
    ['crtc.global.js', 'CRTC', useCrtc, seenCrtc],
    ['ringline.global.js', 'Ringline', `const { Phone } = Ringline; ${usePhone}`, seenPhone],
  ]) {
    const script = readFileSync(path.join(installed.folder, 'dist', file), 'utf8');
    // As on a page with `script-src 'self' 'wasm-unsafe-eval'`: eval and new Function throw.
    const page = {
      URL,
      TextEncoder,
      TextDecoder,
      atob,
      btoa,
      crypto,
      performance,
      setTimeout,
      clearTimeout,
      queueMicrotask,
      console,
    };
    const context = vm.createContext(page, { codeGeneration: { strings: false, wasm: true } });
    const names = Object.getOwnPropertyNames(context);
    vm.runInContext(script, context);
    assert.deepEqual(
      Object.getOwnPropertyNames(context).filter((one) => !names.includes(one)),
      [name],
    );
    assert.equal(vm.runInContext(`(() => { ${body} return seen; })()`, context), wanted);
    assert.ok(!script.includes('</script'), `${file} cannot be inlined`);
  }
});

test('ringline/async: nothing before load(), everything after', () => {
  const dist = path.join(installed.folder, 'dist');
  assert.ok(
    readFileSync(path.join(dist, 'async.js')).length <
      readFileSync(path.join(dist, 'jssip.global.js')).length / 1.5,
    'the wasm is embedded',
  );
  const program = `
    import { readFileSync } from 'node:fs';
    import { createRequire } from 'node:module';
    import { JsSIP, Phone, load } from 'ringline/async';
    const options = { server: 'wss://sip.example.com', user: 'sip:alice@example.com', password: 'secret' };
    let early; try { new Phone(options); JsSIP.URI.parse('sip:a@b'); early = 'made'; } catch (error) { early = 'refused'; }
    await load(readFileSync(createRequire(import.meta.url).resolve('ringline/ringline.wasm')));
    new Phone(options);
    ${useJsSip}
    console.log(early, seen);`;
  assert.equal(installed.run('late.mjs', program), `refused ${seen}`);
});

test('a bundler drops what is not used', async () => {
  const { build } = await import('esbuild');
  writeFileSync(
    path.join(installed.project, 'unused.js'),
    `import 'ringline'; import { UA } from 'ringline/jssip'; import { RTCSession } from 'ringline/crtc'; import { parseEvent } from 'ringline/events'; console.log(1)`,
  );
  const { outputFiles } = await build({
    absWorkingDir: installed.project,
    entryPoints: ['unused.js'],
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'silent',
  });
  assert.ok(
    outputFiles[0].contents.length < 1000,
    `${outputFiles[0].contents.length} bytes for nothing`,
  );
});

test('a page carries recording and mixing only if it imports them', async () => {
  const { build } = await import('esbuild');
  const bundled = async (contents) => {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: installed.project },
      ...{ bundle: true, format: 'esm', write: false, logLevel: 'silent' },
    });
    return outputFiles[0].text;
  };
  const sound = /MediaRecorder|AudioContext|createMediaStreamSource/;
  assert.doesNotMatch(await bundled(`import { Phone } from 'ringline'; new Phone({})`), sound);
  const mixing = await bundled(`import { confer } from 'ringline'; confer([])`);
  assert.match(mixing, sound);
  assert.doesNotMatch(mixing, /MediaRecorder/);
});

test('a page carries the test before the first call only if it imports it', async () => {
  const { build } = await import('esbuild');
  const bundled = async (name) => {
    const { outputFiles } = await build({
      stdin: {
        contents: `import { ${name} } from 'ringline'; console.log(${name})`,
        resolveDir: installed.project,
      },
      ...{ bundle: true, format: 'esm', write: false, logLevel: 'silent' },
    });
    return outputFiles[0].text;
  };
  const ofPreflight = /icecandidateerror|loopback\.invalid|turnTls/;
  assert.doesNotMatch(await bundled('Phone'), ofPreflight);
  assert.doesNotMatch(await bundled('record'), ofPreflight);
  assert.match(await bundled('preflight'), ofPreflight);
});

test('a page that only calls carries nothing of devices', async () => {
  const { build } = await import('esbuild');
  const bundle = async (names) => {
    writeFileSync(
      path.join(installed.project, 'part.js'),
      `import { ${names} } from 'ringline'; console.log(${names})`,
    );
    const { outputFiles } = await build({
      absWorkingDir: installed.project,
      entryPoints: ['part.js'],
      bundle: true,
      format: 'esm',
      write: false,
      logLevel: 'silent',
    });
    return outputFiles[0].text;
  };
  const ofDevices = /enumerateDevices|setSinkId|createAnalyser/;
  assert.doesNotMatch(await bundle('Phone'), ofDevices);
  const devices = await bundle('Devices, DeviceFollower, AudioOutput, levelOf, support');
  assert.match(devices, ofDevices);
  // And the other way round: they come without the wasm.
  assert.ok(devices.length < 50_000, `${devices.length} bytes`);
});

test("an application of JsSIP's, bundled with ours in its place", async () => {
  const { build } = await import('esbuild');
  const application = readFileSync(path.join(root, 'tests/types/application/application.ts'));
  writeFileSync(path.join(installed.project, 'application.ts'), application);
  await build({
    absWorkingDir: installed.project,
    entryPoints: ['application.ts'],
    outfile: path.join(installed.project, 'application.mjs'),
    alias: { jssip: 'ringline/jssip' },
    bundle: true,
    format: 'esm',
    logLevel: 'silent',
  });
  const use = `import { named } from './application.mjs'; console.log(named({ status_code: 200 }))`;
  assert.equal(installed.run('use.mjs', use), '200 3.13.8');
});

// In two statements for the compiler of 2020.
const kEvents = `import { parseEvent } from 'ringline/events'; import type { EventBody } from 'ringline/events';
  import * as CRTC from 'ringline/crtc';`;
const typed = `
  const ua = new JsSIP.UA({ uri: 'sip:alice@example.com', sockets: [new JsSIP.WebSocketInterface('wss://sip.example.com')] });
  ua.on('registered', (event) => event.response);
  const user: string | null | undefined = JsSIP.URI.parse('sip:bob@example.org')?.user;
  // @ts-expect-error a UA needs a configuration
  new JsSIP.UA();
  const phone = new Phone({ server: 'wss://sip.example.com', user: 'sip:alice@example.com' });
  const started: Promise<void> = phone.start();
  // @ts-expect-error a Phone needs a server
  new Phone({ user: 'sip:alice@example.com' });
  const event: EventBody | undefined = parseEvent('application/pidf+xml', '');
  const open: boolean = event?.type === 'presence' && event.tuples.some((tuple) => tuple.basic === 'open');
  const crtc: JsSIP.UA = new CRTC.UA({ uri: 'sip:a@b', sockets: new CRTC.WebSocketInterface('wss://b'), secret_key: '' });
  const cameras: Promise<CRTC.Device[]> = CRTC.Utls.getCameras();
  export const others = [crtc, cameras];
  export const used = [ua, user, phone, started, open];
`;
for (const [name, file, imports, options, compiler = 'typescript'] of [
  [
    'nodenext, import',
    'types_esm.mts',
    `import JsSIP from 'ringline/jssip'; import { Phone } from 'ringline';`,
    ['--module', 'nodenext'],
  ],
  [
    'nodenext, require',
    'types_cjs.cts',
    `import JsSIP = require('ringline/jssip'); import { Phone } from 'ringline';`,
    ['--module', 'nodenext'],
  ],
  [
    'nodenext, import *',
    'types_star.mts',
    `import * as JsSIP from 'ringline/jssip'; import { Phone } from 'ringline';`,
    ['--module', 'nodenext'],
  ],
  [
    'bundler',
    'types_bundler.ts',
    `import JsSIP from 'ringline/jssip'; import { Phone, load } from 'ringline/async'; void load();`,
    ['--module', 'esnext', '--moduleResolution', 'bundler'],
  ],
  [
    'bundler, import *',
    'types_bundler_star.ts',
    `import * as JsSIP from 'ringline/jssip'; import { Phone } from 'ringline';`,
    ['--module', 'esnext', '--moduleResolution', 'bundler'],
  ],
  [
    'nodenext, with the deep imports of JsSIP’s own files',
    'types_deep.mts',
    `import JsSIP from 'ringline/jssip'; import { Phone } from 'ringline';
     import { type IncomingRTCSessionEvent, UA } from 'ringline/jssip/lib/UA';
     import type { CallOptions, RTCSession } from 'ringline/jssip/lib/RTCSession.js';
     export const call = (ua: UA, options: CallOptions): RTCSession => ua.call('bob', options);
     export const taken = ({ session }: IncomingRTCSessionEvent): void => session.answer();`,
    ['--module', 'nodenext'],
  ],
  [
    'node16, with the oldest compiler that knows it',
    'types_oldest.mts',
    `import JsSIP from 'ringline/jssip'; import { Phone } from 'ringline/async';
     import { type CallOptions, UA } from 'ringline/jssip/lib/UA';
     export const call = (ua: UA, options: CallOptions) => ua.call('bob', options);`,
    ['--module', 'node16', '--moduleResolution', 'node16'],
    'typescript-oldest',
  ],
  [
    'the resolution of old, with a compiler of 2020',
    'types_classic.ts',
    `import JsSIP from 'ringline/jssip'; import { Phone } from 'ringline'; import { load } from 'ringline/async';
     import { CallOptions, UA } from 'ringline/jssip/lib/UA'; void load();
     export const call = (ua: UA, options: CallOptions) => ua.call('bob', options);`,
    ['--module', 'es2020', '--moduleResolution', 'node'],
    'typescript-classic',
  ],
]) {
  test(`types under ${name}, strict, with the declarations themselves checked`, () => {
    writeFileSync(path.join(installed.project, file), `${imports}\n${kEvents}\n${typed}`);
    const tsc = path.join(root, `node_modules/${compiler}/bin/tsc`);
    const strict = ['--strict', '--noUncheckedIndexedAccess', '--skipLibCheck', 'false'];
    if (compiler === 'typescript') strict.push('--exactOptionalPropertyTypes');
    try {
      execFileSync(
        process.execPath,
        [tsc, '--noEmit', '--target', 'es2020', '--lib', 'es2020,dom', ...strict, ...options, file],
        {
          cwd: installed.project,
          encoding: 'utf8',
        },
      );
    } catch (error) {
      assert.fail(error.stdout);
    }
  });
}

test('publint finds nothing', async () => {
  const { publint } = await import('publint');
  const { formatMessage } = await import('publint/utils');
  const { messages } = await publint({ pkgDir: installed.folder, strict: true, pack: false });
  const { default: pkg } = await import(path.join(installed.folder, 'package.json'), {
    with: { type: 'json' },
  });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg, { color: false })),
    [],
  );
});

test('are the types wrong? No', async () => {
  const { checkPackage, createPackageFromTarballData } = await import('@arethetypeswrong/core');
  const { problems } = await checkPackage(
    createPackageFromTarballData(readFileSync(installed.tarball)),
  );
  const known = ({ kind, entrypoint, resolutionKind, implementationFileName = '' }) =>
    // It reads the text of the file and misses `default` there; the tests above see that it is.
    (kind === 'MissingExportEquals' && /\/dist\/(jssip|crtc)\.cjs$/.test(implementationFileName)) ||
    // node10 knows no exports; ringline/async is for browsers and stands as an ES module only.
    resolutionKind === 'node10' ||
    (entrypoint === './async' && kind === 'CJSResolvesToESM') ||
    entrypoint === './ringline.wasm';
  assert.deepEqual(
    problems.filter((problem) => !known(problem)),
    [],
  );
});
