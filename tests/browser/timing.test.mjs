// How long a call takes to be set up, printed for every pair of ends. Nothing is asserted: a loaded
// machine is not a bug.

import { medians, timeCalls } from '../lab/call_timing.mjs';
import { forEachPair } from './scenario.mjs';

forEachPair('timing', (scenario) => {
  scenario('call() to INVITE and to confirmed', async ({ caller, callee }) => {
    const { invite, confirmed } = medians(await timeCalls(caller, callee, 3));
    const figure = (ms) => `${ms.toFixed(0)} ms`;
    console.log(
      `${caller.kind} → ${callee.kind}:`,
      `INVITE after ${figure(invite)}, confirmed after ${figure(confirmed)}`,
    );
  });
});
