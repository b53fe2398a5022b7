// Levels and warnings as an application is told them: one call for each row of the table, all at once.

import assert from 'node:assert/strict';

import { until } from '../../lab/condition.mjs';

// Readings of each call that are counted: the level it has most often.
const kReadings = 6;

const half = (roundTrip) => ({ delay: roundTrip / 2 });
const delays = [
  [60, 2],
  [120, 3],
  [250, 4],
  [400, 5],
  [600, 6],
];
const losses = [
  [0.05, 2],
  [0.15, 3],
  [0.25, 4],
  [0.35, 5],
  [0.5, 6],
];
// What the wire does to a call, and the levels that who calls is told.
const rows = [
  ...delays.map(([ms, level]) => ({
    name: `${ms} ms there and back`,
    faults: { toFar: half(ms), toNear: half(ms) },
    uplink: level,
    downlink: level,
  })),
  ...losses.map(([up, uplink], index) => {
    const [down, downlink] = losses.at(-1 - index);
    return {
      name: `${100 * up} % lost up, ${100 * down} % down`,
      faults: { toFar: { loss: up }, toNear: { loss: down } },
      uplink,
      downlink,
    };
  }),
];

export async function assertLevels({ line, near, far }) {
  const callee = await far.open('quality', 'heidi');
  const caller = await near.open('quality', 'grace');
  await callee.evaluate(() => window.quality.start(window.account));
  await caller.evaluate(() => window.quality.start(window.account));
  for (const row of rows) row.port = await caller.evaluate(() => window.quality.call('heidi'));
  for (const { port, faults } of rows) await line.set(port, faults);
  await untilDocumented(caller);
  await assertWarnings(caller);
}

// Until the level that each call has most often among its newest readings is that of its row. A
// machine that is busy otherwise delays packets too: that passes.
async function untilDocumented(page) {
  const all = rows.map(() => []);
  const seen = () => rows.map(({ name }, index) => summary(name, all[index].slice(-kReadings)));
  const documented = async () => {
    const measured = await page.evaluate(() => window.quality.take());
    measured.forEach((some, index) => all[index].push(...some));
    if (all.some((readings) => readings.length < kReadings)) return false;
    return seen().every(
      ({ uplink, downlink }, index) =>
        uplink === rows[index].uplink && downlink === rows[index].downlink,
    );
  };
  try {
    await until('the documented levels', documented, { ms: 75_000, every: 1000 });
  } finally {
    console.table(seen());
  }
}

function summary(name, measured) {
  const last = measured.at(-1);
  const mean = (of) => measured.reduce((sum, one) => sum + (of(one) ?? 0), 0) / measured.length;
  return {
    call: name,
    uplink: mostOften(measured.map(({ uplink }) => uplink.level)),
    downlink: mostOften(measured.map(({ downlink }) => downlink.level)),
    'round trip': Math.round(last?.roundTripTime),
    'loss up': mean(({ uplink }) => uplink.loss).toFixed(3),
    'loss down': mean(({ downlink }) => downlink.loss).toFixed(3),
    mos: mean(({ mos }) => mos).toFixed(2),
  };
}

function mostOften(levels) {
  const times = (level) => levels.filter((one) => one === level).length;
  return [...levels].sort((a, b) => times(b) - times(a))[0];
}

// Each call is warned of what its wire does, and of nothing that it does not.
async function assertWarnings(page) {
  const warnings = await page.evaluate(() => window.quality.warnings());
  rows.forEach(({ name, faults: { toFar } }, index) => {
    const raised = warnings[index].filter((warning) => warning.raised).map((it) => it.name);
    assert.equal(raised.includes('highLoss'), toFar.loss !== undefined, `${name}: ${raised}`);
    // The threshold is 400 ms: what is just that may be more.
    if (toFar.delay !== 200) {
      assert.equal(raised.includes('highRoundTripTime'), toFar.delay > 200, `${name}: ${raised}`);
    }
    for (const absurd of ['noInboundMedia', 'silentMicrophone', 'frozenVideo']) {
      assert.ok(!raised.includes(absurd), `${name}: ${raised}`);
    }
  });
}
