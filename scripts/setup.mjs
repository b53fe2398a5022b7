// Installs what this machine lacks, and says so. Everything here does nothing the second time.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { Failure, at, has, run, say } from './run.mjs';

/** Debian's packages by what they are for; what a package gives us, so that other systems may differ. */
const kPackages = {
  build: {
    cmake: () => has('cmake'),
    'ninja-build': () => has('ninja'),
  },
  native: {
    'clang-19': () => has('clang++-19') || has('g++'),
    'libclang-rt-19-dev': () => !has('clang++-19') || installed('libclang-rt-19-dev'),
    'doctest-dev': () => existsSync('/usr/include/doctest/doctest.h') || !!process.env.DOCTEST_DIR,
  },
  format: { 'clang-format-19': () => has('clang-format-19') },
  browser: {
    chromium: () => has('chromium') || !!process.env.CHROMIUM,
    kamailio: () => has('kamailio'),
    'kamailio-websocket-modules': () => installed('kamailio-websocket-modules'),
    'kamailio-tls-modules': () => installed('kamailio-tls-modules'),
    'kamailio-outbound-modules': () => installed('kamailio-outbound-modules'),
    'kamailio-utils-modules': () => installed('kamailio-utils-modules'),
    'kamailio-extra-modules': () => installed('kamailio-extra-modules'),
    'kamailio-presence-modules': () => installed('kamailio-presence-modules'),
    'sip-tester': () => has('sipp'),
    coturn: () => has('turnserver'),
    openssl: () => has('openssl'),
    iproute2: () => has('ip'),
    'python3-minimal': () => has('python3'),
  },
  rtp: {
    'rtpengine-daemon': () => has('rtpengine'),
    'baresip-core': () => has('baresip'),
  },
  interop: { 'linphone-cli': () => has('linphonec') },
  firefox: {
    'firefox-esr': () => has('firefox-esr') || has('firefox'),
    pulseaudio: () => has('pulseaudio'),
    xvfb: () => has('Xvfb'),
  },
  bench: {
    'libsofia-sip-ua-dev': () => existsSync('/usr/include/sofia-sip-1.12'),
    'libosip2-dev': () => existsSync('/usr/include/osipparser2'),
    'pkg-config': () => has('pkg-config'),
  },
};

const installed = (name) =>
  spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Abbrev}', name], {
    encoding: 'utf8',
  }).stdout?.startsWith('ii') ?? false;

/** Installs the packages of these purposes that are not there. */
export function ensurePackages(...purposes) {
  const lacking = purposes.flatMap((purpose) =>
    Object.entries(kPackages[purpose])
      .filter(([, isThere]) => !isThere())
      .map(([name]) => name),
  );
  if (lacking.length === 0) return;
  if (!has('apt-get')) {
    throw new Failure(
      `This system lacks what Debian calls: ${lacking.join(' ')}. Install its like and run this again.`,
    );
  }
  const isRoot = process.getuid?.() === 0;
  const install = [
    'apt-get',
    '-o',
    'DPkg::Lock::Timeout=600',
    'install',
    '-y',
    '-qq',
    '--no-install-recommends',
    ...lacking,
  ];
  if (!isRoot && !has('sudo')) throw new Failure(`Needs root for: ${install.join(' ')}`);
  say(`installing ${lacking.join(' ')}`);
  const asRoot = (...command) => {
    const [program, ...args] = [
      ...(isRoot ? [] : ['sudo']),
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      ...command,
    ];
    run(program, args, { quiet: isRoot });
  };
  asRoot('apt-get', '-o', 'DPkg::Lock::Timeout=600', 'update', '-qq');
  // Our tests start servers of their own; installing one must not start it on this machine.
  const policy = '/usr/sbin/policy-rc.d';
  const guard = !existsSync(policy);
  if (guard)
    asRoot('sh', '-c', `printf '#!/bin/sh\\nexit 101\\n' > ${policy} && chmod +x ${policy}`);
  try {
    asRoot(...install);
  } finally {
    if (guard) asRoot('rm', '-f', policy);
  }
}

/** Are the npm packages there, as package-lock.json has them? */
export function ensureNodeModules() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Failure(`Building needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  }
  const wanted = createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex');
  const stamp = at('node_modules', '.ringline-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  // What `npm install` has just put there needs no second time.
  if (!existsSync(at('node_modules', '.package-lock.json')) || !npmAgrees()) {
    say('npm ci');
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  writeFileSync(stamp, wanted);
}

function npmAgrees() {
  const read = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const there = read(at('node_modules', '.package-lock.json'));
  return Object.entries(read(at('package-lock.json'))).every(
    ([name, { version, optional }]) => name === '' || optional || there[name]?.version === version,
  );
}

/** The environment for CMake: Emscripten's emcmake and Abseil's sources. */
export function ensureToolchain() {
  const printed = spawnSync('bash', [at('scripts', 'setup_toolchain.sh')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (printed.status !== 0) throw new Failure('The toolchain could not be set up.');
  const { emcmake, abseil } = Object.fromEntries(
    printed.stdout
      .trim()
      .split('\n')
      .map((line) => line.split('=')),
  );
  return {
    emcmake,
    env: { ABSL_DIR: abseil },
  };
}

/** clang-19 if it is there, else what the system calls c++. */
export const nativeCompiler = () => process.env.CXX ?? (has('clang++-19') ? 'clang++-19' : 'c++');

/** Configures a preset when it must be and builds some of its targets. */
export function cmakeBuild(preset, targets = [], { quiet = false } = {}) {
  const { emcmake, env } = ensureToolchain();
  const isWasm = preset.startsWith('wasm');
  const folder = at('build', preset);
  // Warnings are errors where CI is set, which the configuration remembers.
  const wanted = JSON.stringify({
    ...env,
    compiler: isWasm ? emcmake : nativeCompiler(),
    ci: !!process.env.CI,
  });
  const stamp = `${folder}/ringline_configured.json`;
  if (
    !existsSync(`${folder}/build.ninja`) ||
    !existsSync(stamp) ||
    readFileSync(stamp, 'utf8') !== wanted
  ) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    say(`configuring ${preset}`);
    if (isWasm) run(emcmake, ['cmake', '--preset', preset], { env, quiet: true });
    else
      run('cmake', ['--preset', preset], { env: { ...env, CXX: nativeCompiler() }, quiet: true });
    writeFileSync(stamp, wanted);
  }
  say(`building ${preset}${targets.length ? `: ${targets.join(' ')}` : ''}`);
  const jobs = process.env.CMAKE_BUILD_PARALLEL_LEVEL ?? '2';
  run(
    'cmake',
    ['--build', folder, '-j', jobs, ...(targets.length ? ['--target', ...targets] : [])],
    { env, quiet },
  );
}
