// The matrix: Ringline against each peer, in both directions, row by row.
//
//     node tests/interop/matrix.mjs [--only=baresip,linphone] [--rows=call,hold] [--write]
//
// SUBJECT=jssip puts JsSIP in the place of ringline/jssip, which tells whose a failure is, and
// SUBJECT=own_api our own API. As root it runs in a
// network namespace of its own, removed at the end. A failed cell leaves the SIP of Ringline's side
// and what the peer printed in build/interop/.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { Kamailio } from '../lab/kamailio.mjs';
import { Lab } from '../lab/lab.mjs';
import { addDefaultRoute, canMakeNamespace, runInNamespace } from '../lab/namespace.mjs';
import { Baresip } from './peers/baresip.mjs';
import { InFirefox } from './peers/firefox.mjs';
import { JsSip } from './peers/jssip.mjs';
import { Linphone } from './peers/linphone.mjs';
import { OwnApi, Ringline } from './peers/ringline.mjs';
import { Sipp } from './peers/sipp.mjs';
import { SipJs } from './peers/sip_js.mjs';
import { rows } from './rows.mjs';
import { Rtpengine } from './rtpengine.mjs';
import { printTable, writeDocs } from './table.mjs';

const reports = fileURLToPath(new URL('../../build/interop/', import.meta.url));
const pages = fileURLToPath(new URL('page/', import.meta.url));

// A frequency for each, far enough from the others and from every key's tones.
const peers = {
  baresip: () => new Baresip({ user: 'erin', frequency: 1000 }),
  linphone: () => new Linphone({ user: 'frank', frequency: 900 }),
  sipp: () => new Sipp({ frequency: 800 }),
  jssip: () => new JsSip({ user: 'carol', frequency: 600 }),
  sip_js: () => new SipJs({ user: 'dave', frequency: 700 }),
  own_api: () => new OwnApi({ user: 'grace', frequency: 1100 }),
  firefox: () => new InFirefox({ user: 'heidi', frequency: 1050 }),
};

async function runMatrix({ only, wanted }) {
  rmSync(reports, { recursive: true, force: true });
  const started = performance.now();
  addDefaultRoute();
  const rtpengine = await Rtpengine.start();
  const lab = await Lab.open({
    kinds: ['ringline', 'jssip'],
    folders: [pages],
    rtpenginePort: rtpengine.port,
  });
  const Subject = { jssip: JsSip, own_api: OwnApi }[process.env.SUBJECT] ?? Ringline;
  const subject = new Subject({ user: 'alice', frequency: 440 });
  const third = new Ringline({ user: 'bob', frequency: 500 });
  const cells = [];
  const versions = {};
  try {
    await Promise.all([subject.start(lab), third.start(lab)]);
    for (const name of only) {
      const peer = peers[name]();
      versions[name] = peer.version;
      cells.push(...(await runPeer({ lab, subject, third, peer, wanted })));
    }
  } finally {
    await lab.close();
    await rtpengine.stop();
  }
  return {
    cells,
    versions,
    servers: {
      Kamailio: Kamailio.version,
      rtpengine: Rtpengine.version,
      Chromium: lab.browserVersion,
    },
    seconds: Math.round((performance.now() - started) / 1000),
  };
}

async function runPeer({ lab, subject, third, peer, wanted }) {
  const cells = [];
  try {
    await peer.start(lab);
    for (const row of wanted) {
      for (const [caller, callee] of [
        [subject, peer],
        [peer, subject],
      ]) {
        const cell = await runCell({ lab, row, story: rows[row], caller, callee, third });
        const ours = caller === subject ? 'caller' : 'callee';
        cells.push({ ...cell, peer: peer.name, row, ours });
      }
    }
  } catch (error) {
    console.log(`${peer.name} is lost: ${error.stack}`);
    for (const line of (await peer.report()).slice(-60)) console.log(line);
    const reason = error.message;
    cells.push({ peer: peer.name, row: wanted[0], ours: 'caller', verdict: 'fail', reason });
  } finally {
    await peer.stop();
  }
  return cells;
}

async function runCell({ lab, row, story, caller, callee, third }) {
  const title = `${caller.name} → ${callee.name}: ${story.title}`;
  const reason = caller.lacks[row]?.caller ?? callee.lacks[row]?.callee;
  if (reason) {
    console.log(`  –     ${title}: ${reason}`);
    return { verdict: 'unsupported', reason };
  }
  const ends = [caller, callee, third];
  const from = lab.wire.length;
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  try {
    await Promise.all(ends.map((end) => end.begin(row, end === caller ? 'caller' : 'callee')));
    await story.run({ caller, callee, third });
    console.log(`  pass  ${title} (${seconds()} s)`);
    return { verdict: 'pass' };
  } catch (error) {
    console.log(`  FAIL  ${title} (${seconds()} s): ${error.message}`);
    const file = `${row}_${caller.name}_${callee.name}.txt`;
    await writeReport(file, { lab, from, error, ends });
    return { verdict: 'fail', reason: error.message, file };
  } finally {
    await Promise.all(
      ends.map((end) =>
        end.tidy().catch((error) => console.log(`  ${end.name} is not idle: ${error.message}`)),
      ),
    );
  }
}

async function writeReport(file, { lab, from, error, ends }) {
  mkdirSync(reports, { recursive: true });
  const stories = [];
  for (const end of ends) stories.push(`──── ${end.name} (${end.user})`, ...(await end.report()));
  const texts = lab.wire.frames
    .slice(from)
    .map(
      ({ at, user, sent, text }) => `${Math.round(at)} ${user} ${sent ? '>>>' : '<<<'}\n${text}`,
    );
  writeFileSync(
    join(reports, file),
    [
      error.stack,
      lab.wire.ladder(from),
      ...stories,
      '──── Kamailio',
      ...lab.kamailio.log.split('\n').slice(-30),
      '──── WebSocket frames',
      ...texts,
    ].join('\n'),
  );
}

function list(option, known) {
  const given = process.argv.find((arg) => arg.startsWith(`--${option}=`));
  if (!given) return known;
  const names = given.slice(option.length + 3).split(',');
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`--${option}: no ${unknown.join(', ')}; there are ${known.join(', ')}`);
    process.exit(2);
  }
  return names;
}

const only = list('only', Object.keys(peers));
const wanted = list('rows', Object.keys(rows));
if (canMakeNamespace()) {
  process.exitCode = await runInNamespace([
    fileURLToPath(import.meta.url),
    ...process.argv.slice(2),
  ]);
} else {
  const matrix = await runMatrix({ only, wanted });
  printTable(matrix);
  console.log(`in all ${matrix.seconds} s`);
  if (process.argv.includes('--write')) writeDocs(matrix);
  process.exitCode = matrix.cells.some(({ verdict }) => verdict === 'fail') ? 1 : 0;
}
