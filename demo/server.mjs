// The softphone page and, unless it is pointed elsewhere, a SIP server for it: one port, loopback, nothing to
// configure. A development server: see server/sip_server.mjs.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { Extensions } from './server/extensions.mjs';
import { SipServer, kDomain, kPassword } from './server/sip_server.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const kLibrary = path.join(folder, '..', 'dist', 'index.js');

const kPort = 8080;

const kHelp = `npm run demo -- [options]

  --server URL           another SIP server, wss://…         RINGLINE_DEMO_SERVER
  --user URI             sip:alice@example.com               RINGLINE_DEMO_USER
  --password WORD                                            RINGLINE_DEMO_PASSWORD
  --ice URL              a STUN or TURN server               RINGLINE_DEMO_ICE
  --ice-user NAME        --ice-password WORD                 …_ICE_USER, …_ICE_PASSWORD
  --port NUMBER          of this page; 8080, or any         RINGLINE_DEMO_PORT
  --host ADDRESS         to listen on; 127.0.0.1             RINGLINE_DEMO_HOST
  --cert FILE --key FILE PEM files: serve https and wss, as browsers ask of every host but localhost

Without --server the page registers at a small SIP server of its own, each tab with a number of its own.`;

const kTypes = {
  '/': ['index.html', 'text/html; charset=utf-8'],
};

/**
 * Starts it; resolves with its address and a way to end it. `library` is what the page imports as 'ringline'.
 */
export async function serve({
  port = kPort,
  host = '127.0.0.1',
  cert,
  key,
  account = {},
  library = kLibrary,
} = {}) {
  const [script, style] = await Promise.all([bundle(library), stylesheet()]);
  const listeners = new Set();
  const own = account.server === undefined;

  const answer = (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    const send = (type, body) => {
      response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store', ...kSafety });
      response.end(body);
    };
    if (kTypes[pathname]) {
      const [file, type] = kTypes[pathname];
      send(type, readFileSync(path.join(folder, 'page', file)));
    } else if (pathname === '/main.js') send('text/javascript', script);
    else if (pathname === '/style.css') send('text/css; charset=utf-8', style);
    else if (pathname === '/account')
      send('application/json', JSON.stringify(accountOf(searchParams)));
    else if (pathname === '/people' && own) watch(response);
    else response.writeHead(404).end();
  };

  // What a tab shall be: the account of the command line, or a number of its own.
  const accountOf = (query) => {
    if (!own) return account;
    const extension = extensions.give(query.get('tab') ?? '', query.get('wish') ?? undefined);
    return { user: `sip:${extension}@${kDomain}`, password: kPassword, ...account };
  };

  // Server-sent events: who is there, now and whenever that changes.
  const watch = (response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
    tell(response);
  };
  const tell = (response) => response.write(`data: ${JSON.stringify(sip.registrar.users)}\n\n`);

  const http = cert ? createSecureServer({ cert, key }, answer) : createServer(answer);
  const sip = new SipServer({ server: http, onChange: () => listeners.forEach(tell) });
  const extensions = new Extensions(
    (extension) => (sip.registrar.bindingsOf(extension) ?? []).length > 0,
  );
  await new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, resolve);
  });
  const { port: actual } = http.address();
  const name = host === '127.0.0.1' || host === '0.0.0.0' ? 'localhost' : host;
  return {
    url: `${cert ? 'https' : 'http'}://${name}:${actual}/`,
    sip: `${cert ? 'wss' : 'ws'}://${host}:${actual}/sip`,
    /** Cuts every SIP connection, to see what the phones make of it. */
    dropAll: () => sip.dropAll(),
    async close() {
      sip.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

// The page runs no code but its own; WebAssembly is what it needs beyond that.
const kSafety = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "connect-src 'self' ws: wss:",
    'img-src data: blob:',
    'media-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** The page's script, with the library as it was built. */
async function bundle(library) {
  if (!existsSync(library)) throw new Error('dist/ is missing: npm run build, or npm run demo');
  const { outputFiles } = await build({
    entryPoints: [path.join(folder, 'page', 'main.ts')],
    alias: { ringline: library },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0].text;
}

/** The page's style, of one sheet for each of its parts. */
async function stylesheet() {
  const { outputFiles } = await build({
    entryPoints: [path.join(folder, 'page', 'style.css')],
    bundle: true,
    target: 'es2022',
    charset: 'utf8',
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0].text;
}

async function main() {
  const option = { type: 'string' };
  const names = [
    'server',
    'user',
    'password',
    'ice',
    'ice-user',
    'ice-password',
    'port',
    'host',
    'cert',
    'key',
  ];
  const { values } = parseArgs({
    options: {
      ...Object.fromEntries(names.map((name) => [name, option])),
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(kHelp);
    return;
  }
  const setting = (name) =>
    values[name] ??
    (process.env[`RINGLINE_DEMO_${name.toUpperCase().replace('-', '_')}`] || undefined);
  const file = (name) => setting(name) && readFileSync(setting(name));
  const account = {
    server: setting('server'),
    user: setting('user'),
    password: setting('password'),
    ice: setting('ice'),
    iceUser: setting('ice-user'),
    icePassword: setting('ice-password'),
  };
  for (const name of Object.keys(account)) if (account[name] === undefined) delete account[name];
  if ((account.user || account.password) && !account.server) {
    throw new Error('--user and --password are for another server: give --server too');
  }
  const options = { host: setting('host'), cert: file('cert'), key: file('key'), account };
  const { url } = await serve({ ...options, port: Number(setting('port') ?? kPort) }).catch(
    (error) => {
      // Nobody asked for this port, so another one is as good.
      if (error.code !== 'EADDRINUSE' || setting('port') !== undefined) throw error;
      return serve({ ...options, port: 0 });
    },
  );
  console.log(
    account.server
      ? `\n  Ringline demo at ${url}\n  It talks to ${account.server}.\n`
      : `
  Ringline demo at ${url}
  Open it in two tabs: each is a telephone with a number of its own. In one, click the other's under People.
  At the first call the browser asks for microphone and camera. Two tabs hear each other's loudspeaker:
  wear headphones, or mute one. Ctrl+C ends it.
`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    const why =
      error.code === 'EADDRINUSE'
        ? `port ${error.port} is taken: --port gives another`
        : error.message;
    console.error(`demo: ${why}`);
    process.exit(1);
  });
}
