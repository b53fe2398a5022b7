// Whole user agents in Node with a socket in memory: `node phone_rounds.mjs '{"rounds":…,"milliseconds":…,"warming":…}'`
// prints JSON: {deed: {library: [processor seconds per deed, …]}} and what a flood of messages costs.
//
// A deed's cost is all that it makes the process do, timers that it leaves behind included: after each
// batch the clock runs on until they have fired. Every reply is counted, and looked at in the first batch.
import assert from 'node:assert/strict';
import process from 'node:process';
import { libraries } from './bundles.mjs';
import { installMedia } from './phones/media.mjs';
import { makePhone } from './phones/phone.mjs';
import { callRequest, pageRequest, pingRequest } from './phones/server.mjs';
import { interleave, seconds } from './sampling.mjs';

const kFlood = 4000;
const kPart = 500;
const kWarm = 4000;

const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// Each deed prepares a batch outside of the clock and returns what the clock shall see.
const deeds = {
  'MESSAGE → 200': receiving('200 MESSAGE', pageRequest, 50),
  'OPTIONS → 200': receiving('200 OPTIONS', pingRequest, 50),
  'REGISTER, 401, REGISTER, 200': {
    batch: 10,
    prepare: (phone) => async () => {
      for (let i = 0; i < 10; ++i) await phone.register();
    },
    counts: { REGISTER: 2 },
  },
  'incoming INVITE … BYE': {
    batch: 10,
    prepare: (phone) => {
      const invites = Array.from({ length: 10 }, callRequest);
      return () => Promise.all(invites.map((invite) => phone.server.call(invite)));
    },
    counts: { '200 INVITE': 1, '200 BYE': 1 },
  },
  'outgoing INVITE … BYE': {
    batch: 10,
    prepare: (phone) => () => Promise.all(Array.from({ length: 10 }, () => phone.call())),
    counts: { INVITE: 1, ACK: 1, BYE: 1 },
  },
};

function receiving(reply, make, batch) {
  return {
    batch,
    prepare: (phone) => {
      const frames = Array.from({ length: batch }, make);
      return () => frames.forEach((frame) => phone.deliver(frame));
    },
    counts: { [reply]: 1 },
  };
}

async function once(phone, { batch, prepare, counts }) {
  const { server } = phone;
  const before = new Map(server.counts);
  const run = prepare(phone);
  const begun = seconds();
  await run();
  await later(3);
  const spent = seconds() - begun;
  for (const [kind, times] of Object.entries(counts)) {
    assert.equal(server.count(kind) - (before.get(kind) ?? 0), times * batch, `${kind} frames`);
  }
  return spent;
}

async function measure(phone, deed, milliseconds, enough = Infinity) {
  let spent = 0;
  let done = 0;
  while (spent < milliseconds / 1000 && done < enough) {
    spent += await once(phone, deed);
    done += deed.batch;
  }
  return spent / done;
}

// Whether a message costs more when thousands are still open: none of their timers can fire meanwhile.
async function flood(phone) {
  const frames = Array.from({ length: kFlood }, pageRequest);
  const before = phone.server.count('200 MESSAGE');
  const parts = [];
  for (let at = 0; at < kFlood; at += kPart) {
    const begun = seconds();
    for (let i = at; i < at + kPart; ++i) phone.deliver(frames[i]);
    parts.push((seconds() - begun) / kPart);
  }
  assert.equal(phone.server.count('200 MESSAGE') - before, kFlood, 'every message is answered');
  await later(50);
  return parts;
}

/** Checks once that what a deed makes a phone send answers what it was asked. */
async function check(phone) {
  const { server } = phone;
  for (const make of [pageRequest, pingRequest]) {
    const frame = make();
    server.frames = [];
    phone.deliver(frame);
    await later(3);
    const [reply] = server.frames;
    assert.match(reply ?? '', /^SIP\/2\.0 200 /);
    for (const name of ['Via', 'From', 'Call-ID', 'CSeq']) {
      const line = new RegExp(`^${name}: (.*)\r$`, 'm').exec(frame)[1];
      assert.ok(reply.includes(line), `${name} of the reply: ${reply}`);
    }
  }
  server.frames = undefined;
}

async function main({ rounds, milliseconds, warming }) {
  installMedia();
  const files = await libraries();
  const phones = {};
  for (const [name, file] of Object.entries(files)) {
    phones[name] = makePhone(name, await import(file));
    await phones[name].start();
    await phones[name].register();
    await check(phones[name]);
  }
  const result = { deeds: {}, flood: {} };
  for (const [name, deed] of Object.entries(deeds)) {
    // Until the compilers have nothing more to do.
    await interleave(phones, 1, (phone) => measure(phone, deed, warming, kWarm));
    result.deeds[name] = await interleave(phones, rounds, (phone) =>
      measure(phone, deed, milliseconds),
    );
  }
  result.flood = await interleave(phones, Math.ceil(rounds / 4), flood);
  return result;
}

const result = await main(
  JSON.parse(process.argv[2] ?? '{"rounds":3,"milliseconds":50,"warming":500}'),
);
process.stdout.write(JSON.stringify(result), () => process.exit(0));
