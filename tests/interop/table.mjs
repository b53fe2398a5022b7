// The matrix on the terminal and in docs/interop.md.

import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { rows } from './rows.mjs';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const directions = ['caller', 'callee'];
const titles = {
  sipp: 'SIPp',
  jssip: 'JsSIP',
  sip_js: 'SIP.js',
  own_api: 'own API',
  firefox: 'Firefox',
};
const titleOf = (peer) => titles[peer] ?? peer;

/** A column for each peer and direction, a row for each story. */
export function printTable({ cells, versions }) {
  const peers = Object.keys(versions);
  const width = 2 + Math.max(...peers.map((name) => name.length));
  const title = 24;
  const line = (name, of) =>
    name.padEnd(title) +
    peers.flatMap((peer) => directions.map((ours) => of(peer, ours).padEnd(width))).join('');
  console.log(`\n${line('', (peer, ours) => (ours === 'caller' ? `→${peer}` : `${peer}→`))}`);
  for (const [row, { title }] of present(cells))
    console.log(line(title, (peer, ours) => verdict(find(cells, { peer, ours, row }))));
  const count = (kind) => cells.filter(({ verdict }) => verdict === kind).length;
  console.log(
    `\n${count('pass')} passed, ${count('fail')} failed, ${count('unsupported')} not supported`,
  );
}

/** docs/interop.md, whole: what it says is what this run saw. */
export function writeDocs({ cells, versions, servers, seconds }) {
  const peers = Object.keys(versions);
  const notes = [];
  const cellOf = (peer, ours, row) => {
    const cell = find(cells, { peer, ours, row });
    if (cell?.verdict !== 'unsupported') return verdict(cell);
    if (!notes.includes(cell.reason)) notes.push(cell.reason);
    return `– <sup>${notes.indexOf(cell.reason) + 1}</sup>`;
  };
  const table = [
    `| | ${peers.flatMap((peer) => [`→ ${titleOf(peer)}`, `${titleOf(peer)} →`]).join(' | ')} |`,
    `|---|${peers.flatMap(() => ['---|', '---|']).join('')}`,
    ...present(cells).map(([row, { title }]) => {
      const line = peers.flatMap((peer) => directions.map((ours) => cellOf(peer, ours, row)));
      return `| ${title} | ${line.join(' | ')} |`;
    }),
  ];
  const failures = cells.filter(({ verdict }) => verdict === 'fail');
  const text = [
    '# Interoperability',
    '',
    'Written by `npm run interop -- --write`; every cell is one story that ran. Ringline is',
    '`ringline/jssip` in Chromium, registered at Kamailio. `→ peer`: Ringline calls and does what the',
    'row says; `peer →`: the peer does. "own API" is `ringline` in Chromium, "Firefox" is',
    '`ringline/jssip` there.',
    '',
    'Each end plays a tone of its own and the other end measures it: browsers by an AnalyserNode,',
    "baresip and linphone by what they give their loudspeaker, SIPp's RTP by a socket beside it. Where",
    'a peer speaks plain RTP, rtpengine stands between. After hold there must be silence, after unhold',
    'the tones again; after a transfer the two that are left must hear each other. A third phone for',
    'transfers is `ringline/jssip`.',
    '',
    ...table,
    '',
    ...notes.map((note, i) => `${i + 1}. ${note}.`),
    ...(failures.length > 0 ? ['', 'Failed:', ''] : []),
    ...failures.map(
      ({ peer, row, ours, reason }) =>
        `- ${rows[row].title}, ${ours === 'caller' ? `→ ${titleOf(peer)}` : `${titleOf(peer)} →`}: ` +
        reason.split('\n')[0],
    ),
    '',
    `Peers: ${peers.map((peer) => `${titleOf(peer)} ${versions[peer]}`).join(', ')}. Between them: ` +
      `${Object.entries(servers)
        .map(([name, version]) => `${name} ${version}`)
        .join(', ')}. One run takes ${seconds} s on two shared cores.`,
    '',
  ];
  mkdirSync(docs, { recursive: true });
  writeFileSync(`${docs}interop.md`, text.join('\n'));
}

const present = (cells) =>
  Object.entries(rows).filter(([row]) => cells.some((cell) => cell.row === row));

const find = (cells, { peer, ours, row }) =>
  cells.find((cell) => cell.peer === peer && cell.ours === ours && cell.row === row);

const verdict = (cell) => ({ pass: 'pass', fail: 'FAIL', unsupported: '–' })[cell?.verdict] ?? '';
