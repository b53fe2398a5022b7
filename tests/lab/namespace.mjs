// A network namespace for servers and browsers: no port can clash, and a veth pair gives ICE an
// address that is not loopback, so that peer connections gather as they would on a real host. Needs
// root; everyone else uses plain loopback.

import { execFileSync, spawn } from 'node:child_process';
import process from 'node:process';

const variable = 'RINGLINE_NAMESPACE';
const hostAddress = '10.77.0.1/24';

/** The name of the namespace this process runs in, or undefined on the plain host. */
export const namespace = process.env[variable];

export function canMakeNamespace() {
  if (namespace !== undefined || process.getuid?.() !== 0) return false;
  const name = `ringline-probe-${process.pid}`;
  try {
    ip('netns', 'add', name);
  } catch {
    return false;
  }
  // A folder that was only chrooted into has no mount point to enter a namespace from.
  try {
    ip('netns', 'exec', name, 'true');
    return true;
  } catch (error) {
    console.log(`no network namespace (${String(error.stderr).trim()}): plain loopback`);
    return false;
  } finally {
    ip('netns', 'del', name);
  }
}

/**
 * Runs `node …args` inside a namespace made for it and resolves with its exit code. This process
 * stays outside, so the namespace and whatever was left running in it go away however the child
 * ends.
 */
export async function runInNamespace(args) {
  const name = `ringline-${process.pid}`;
  const remove = () => removeNamespace(name);
  ip('netns', 'add', name);
  process.once('exit', remove);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => process.exit(130));

  ip('-n', name, 'link', 'set', 'dev', 'lo', 'up');
  ip('-n', name, 'link', 'add', 'rl0', 'type', 'veth', 'peer', 'name', 'rl1');
  ip('-n', name, 'addr', 'add', hostAddress, 'dev', 'rl0');
  ip('-n', name, 'link', 'set', 'dev', 'rl0', 'up');
  ip('-n', name, 'link', 'set', 'dev', 'rl1', 'up');

  const child = spawn(
    'ip',
    ['netns', 'exec', name, process.execPath, ...process.execArgv, ...args],
    {
      stdio: 'inherit',
      env: { ...process.env, [variable]: name },
    },
  );
  const [code] = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (...how) => resolve(how));
  });
  remove();
  process.off('exit', remove);
  return code ?? 1;
}

/**
 * A default route that leads nowhere, for programs that take a host without one for a host without
 * a network: linphone, Firefox.
 */
export function addDefaultRoute() {
  if (namespace !== undefined) ip('route', 'replace', 'default', 'via', '10.77.0.2', 'dev', 'rl0');
}

function removeNamespace(name) {
  // Only what this run started can be in here: nobody else knows the name.
  for (const pid of ip('netns', 'pids', name).split('\n').filter(Boolean)) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It ended by itself in the meantime.
    }
  }
  ip('netns', 'del', name);
}

function ip(...args) {
  return execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
