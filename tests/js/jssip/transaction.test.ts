// Transactions as applications look at them, on JsSIP and on ours against the same server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ours from '../../../js/jssip/jssip.js';
import type * as Contract from '../../../types/jssip.js';
import { peer } from './peer.js';
import { Bench, kContact, type Library } from './trace/bench.js';
import { sdp } from './trace/browser.js';
import { until } from './trace/server.js';

const libraries = [peer, ours as Library];

const transactionsOf = ({ ua }: Bench) =>
  (ua as unknown as { _transactions: Contract.Transactions })._transactions;

/** "ist proceeding INVITE", of each there is. */
function lookAt(bench: Bench): string[] {
  return Object.values(transactionsOf(bench)).flatMap((byId) => Object.values(byId).map(told));
}

function told({ type, state, request, C }: Contract.Transaction): string {
  const [name] = Object.entries(C).find(([, value]) => value === state) ?? ['no state'];
  return `${type} ${name} ${request.method}`;
}

test('what is open can be counted and read at any moment, though nobody listens', async () => {
  const looks: string[][][] = [];
  for (const library of libraries) {
    const bench = await new Bench(library).start();
    const seen = [lookAt(bench)];
    bench.call();
    const invite = await bench.server.next('INVITE');
    seen.push(lookAt(bench));
    bench.server.respond(invite, '180 Ringing', kContact);
    await bench.seen('call progress');
    seen.push(lookAt(bench));
    bench.server.respond(invite, '200 OK', kContact, sdp());
    await bench.seen('call confirmed');
    seen.push(lookAt(bench));
    bench.session.sendInfo('text/plain', 'x');
    await bench.server.next('INFO');
    seen.push(lookAt(bench));
    bench.onIncoming();
    bench.server.deliver(bench.request('INVITE', {}, sdp()));
    await bench.server.next('180 INVITE');
    seen.push(lookAt(bench));
    looks.push(seen);
    bench.ua.stop();
  }
  assert.deepEqual(looks[1], looks[0]);
  assert.deepEqual(looks[0]!.at(-1), [
    'nict STATUS_TRYING INFO',
    'ist STATUS_PROCEEDING INVITE',
    'ict STATUS_ACCEPTED INVITE',
  ]);
});

test('an id is the branch, and the same from one look to the next', async () => {
  for (const library of libraries) {
    const bench = await new Bench(library).start();
    bench.call();
    const invite = await bench.server.next('INVITE');
    const [id] = Object.keys(transactionsOf(bench).ict);
    assert.ok(invite.header('Via').includes(`branch=${id}`));
    assert.equal(transactionsOf(bench).ict[id!]!.id, id);
    bench.ua.stop();
  }
});

test('who listens is told of each that begins and ends', async () => {
  const all: string[][] = [];
  for (const library of libraries) {
    const bench = await new Bench(library).start();
    const ua = bench.ua as Contract.UA;
    const lines: string[] = [];
    const open = new Set<Contract.Transaction>();
    ua.on('newTransaction', ({ transaction }) => {
      open.add(transaction);
      lines.push(`+ ${transaction.type} ${transaction.request.method}`);
    });
    ua.on('transactionDestroyed', ({ transaction }) => {
      assert.ok(open.delete(transaction), 'the object of its beginning');
      lines.push(`- ${transaction.type} ${transaction.request.method}`);
    });
    ua.sendMessage('bob', 'x');
    bench.server.respond(await bench.server.next('MESSAGE'), '200 OK');
    await until(() => lines.includes('- nict MESSAGE'), 'the end of MESSAGE');
    bench.server.deliver(bench.request('OPTIONS'));
    await until(() => lines.includes('- nist OPTIONS'), 'the end of OPTIONS');
    bench.call();
    bench.server.respond(await bench.server.next('INVITE'), '486 Busy Here');
    await until(() => lines.includes('- ict INVITE'), 'the end of INVITE');
    assert.equal(open.size, 0);
    all.push(lines);
    ua.stop();
  }
  assert.deepEqual(all[1], all[0]);
});

test('the transaction of an INVITE of theirs is there until it is over', async () => {
  const states: number[][] = [];
  for (const library of libraries) {
    const bench = await new Bench(library).start();
    bench.onIncoming();
    const invite = bench.request('INVITE', {}, sdp());
    bench.server.deliver(invite);
    await bench.server.next('180 INVITE');
    const request = bench.session._request;
    const { server_transaction: transaction } = request;
    assert.equal(transaction, request.server_transaction);
    assert.equal(transaction!.id, request.via_branch);
    const seen = [transaction!.state];
    bench.session.terminate({ status_code: 486 });
    const refusal = await bench.server.next('486 INVITE');
    seen.push(transaction!.state);
    const number = /^CSeq: (\d+)/m.exec(invite)![1]!;
    bench.server.deliver(
      bench.request('ACK', {
        Via: refusal.header('Via'),
        To: refusal.header('To'),
        CSeq: `${number} ACK`,
      }),
    );
    await until(() => transaction!.state === 6, 'its end');
    states.push(seen);
    bench.ua.stop();
  }
  assert.deepEqual(states[1], states[0]);
  assert.deepEqual(states[0], [2, 5]);
});

test('an INVITE of ours has its transaction from when it is sent', async () => {
  for (const library of libraries) {
    const bench = await new Bench(library).start();
    const { _request: request } = bench.call() as unknown as {
      _request: { transaction: Contract.Transaction | null };
    };
    assert.equal(request.transaction, null);
    const invite = await bench.server.next('INVITE');
    assert.equal(request.transaction!.state, 3);
    bench.server.respond(invite, '486 Busy Here');
    await bench.seen('call failed');
    await until(() => request.transaction!.state === 6, 'its end');
    bench.ua.stop();
  }
});

test('dialogs are found by their ids', async () => {
  const found: string[][] = [];
  for (const library of libraries) {
    const bench = await new Bench(library).start();
    const dialogs = () =>
      (bench.ua as unknown as { _dialogs: Record<string, Record<string, unknown>> })._dialogs;
    assert.deepEqual(Object.keys(dialogs()), []);
    await bench.established();
    const { id } = bench.session._dialog!;
    const one = dialogs()[`${id.call_id}${id.local_tag}${id.remote_tag}`]!;
    assert.equal(one['owner'], bench.session);
    found.push([String(one['_remote_uri']), String(one['_local_uri'])]);
    bench.session.terminate();
    assert.deepEqual(Object.keys(dialogs()), []);
    bench.ua.stop();
  }
  assert.deepEqual(found[1], found[0]);
});

test('what is told may be told by hand, and calls can be taken from the list', async () => {
  const seen: unknown[][] = [];
  for (const library of libraries) {
    const bench = await new Bench(library).start();
    const ua = bench.ua as unknown as Record<string, (...args: unknown[]) => void> & {
      _sessions: Record<string, unknown>;
    };
    ua['registered']!({ response: null });
    ua['unregistered']!({ response: null, cause: 'x' });
    ua['registrationFailed']!({ response: null, cause: 'x' });
    ua['newMessage']!({}, { originator: 'local' });
    ua['newOptions']!({}, { originator: 'local' });
    const session = { id: 'an id' };
    ua['newRTCSession']!(session, { originator: 'local' });
    const held = ua._sessions['an id'];
    ua['destroyRTCSession']!(session);
    seen.push([...bench.events, held === session, ua._sessions['an id']]);
    bench.ua.stop();
  }
  assert.deepEqual(seen[1], seen[0]);
});
