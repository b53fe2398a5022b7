#!/usr/bin/env bash
# Finds or makes the toolchain: Emscripten 3.1.69 or newer, and the sources of Abseil. Prints two
# lines for whoever asks (scripts/setup.mjs), everything else goes to stderr:
#   emcmake=/path/to/emcmake
#   abseil=/path/to/abseil
#
# Where it looks, first found wins:
#   EMSCRIPTEN          a folder with emcc and emcmake (emsdk users need not set it: PATH will do)
#   PATH                any emcc >= 3.1.69
#   ABSL_DIR            Abseil's sources (a folder with absl/ in it), 20240722 or near it
#   RINGLINE_TOOLCHAIN  a prefix that an earlier run of this script made somewhere else; it is linked
#                       as .toolchain, so that it need not be named again
#   .toolchain/         what this script makes on Debian 12 (0.6 GB, about half a minute)
#
# Debian 12's own Emscripten is too old. Debian 13's is a package for all architectures, and Debian 12
# has its clang-19; only binaryen wants a newer C library, which it is given privately. apt's state and
# the host's sources stay untouched.
set -euo pipefail
cd "$(dirname "$0")/.."
ROOT=$PWD
PREFIX=$ROOT/.toolchain
WANTED=3.1.69
say() { echo "toolchain: $*" >&2; }
fail() { say "$*"; exit 1; }

new_enough() {  # an emcc
  local version
  version=$("$1" -dumpversion 2>/dev/null | grep -oE '^[0-9]+\.[0-9]+\.[0-9]+') || return 1
  [ "$(printf '%s\n%s\n' "$version" "$WANTED" | sort -V | head -n 1)" = "$WANTED" ]
}
has_abseil() { [ -n "${1:-}" ] && [ -f "$1/absl/container/flat_hash_map.h" ]; }

# A prefix made elsewhere becomes ours by a link.
if [ -n "${RINGLINE_TOOLCHAIN:-}" ] && [ ! -e "$PREFIX" ]; then
  [ -x "$RINGLINE_TOOLCHAIN/bin/emcc" ] || fail "RINGLINE_TOOLCHAIN=$RINGLINE_TOOLCHAIN has no bin/emcc"
  ln -s "$RINGLINE_TOOLCHAIN" "$PREFIX"
fi

emcc=
if [ -n "${EMSCRIPTEN:-}" ] && [ -x "$EMSCRIPTEN/emcc" ]; then
  new_enough "$EMSCRIPTEN/emcc" || fail "EMSCRIPTEN=$EMSCRIPTEN is older than $WANTED"
  emcc=$EMSCRIPTEN/emcc
elif command -v emcc >/dev/null && new_enough "$(command -v emcc)"; then
  emcc=$(command -v emcc)
elif [ -x "$PREFIX/bin/emcc" ]; then
  emcc=$PREFIX/bin/emcc
fi
abseil=
for dir in "${ABSL_DIR:-}" "$PREFIX/third_party/abseil"; do
  if has_abseil "$dir"; then abseil=$dir; break; fi
done
answer() {
  echo "emcmake=$(dirname "$emcc")/emcmake"
  echo "abseil=$abseil"
  exit 0
}
if [ -n "$emcc" ] && [ -n "$abseil" ]; then answer; fi

# What is missing has to come from Debian's packages.
missing=$([ -n "$emcc" ] || echo "Emscripten >= $WANTED (for example emsdk)"; [ -n "$abseil" ] || echo "Abseil's sources (set ABSL_DIR)")
by_hand="This system has to bring it itself: $(echo "$missing" | paste -sd, | sed 's/,/, and /g')."
command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || fail "not a Debian system. $by_hand"
# shellcheck disable=SC1091
. /etc/os-release
as_root=()
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || fail "needs root or sudo for apt-get. $by_hand"
  as_root=(sudo)
fi
export DEBIAN_FRONTEND=noninteractive
install_packages() {
  local lacking=() name
  for name in "$@"; do
    dpkg-query -W -f '${db:Status-Abbrev}' "$name" 2>/dev/null | grep -q '^ii' || lacking+=("$name")
  done
  [ ${#lacking[@]} = 0 ] && return
  say "installing ${lacking[*]}"
  "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=600 update -qq >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y -qq \
    --no-install-recommends "$@" >&2
}

# The mirror that this machine already uses; the suite that has the packages.
mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' |
         awk -v own="${VERSION_CODENAME:-}" '$2 == own { print $1; exit }')
[ -n "$mirror" ] || fail "found no Debian mirror in apt's sources. $by_hand"
case ${ID:-}:${VERSION_CODENAME:-} in
  debian:bookworm) SUITE=trixie ;;
  debian:*) SUITE=$VERSION_CODENAME ;;
  *) fail "this recipe is for Debian 12 and later, not ${PRETTY_NAME:-this system}. $by_hand" ;;
esac

install_packages patch xz-utils ca-certificates debian-archive-keyring
if [ -z "$emcc" ]; then
  if [ "$SUITE" = "$VERSION_CODENAME" ]; then
    install_packages emscripten
    command -v emcc >/dev/null && new_enough "$(command -v emcc)" || fail "Debian's emcc here is older than $WANTED. $by_hand"
    emcc=$(command -v emcc)
  else
    install_packages clang-19 lld-19 llvm-19 patchelf python3
  fi
fi

S=$(mktemp -d)
trap 'rm -rf "$S"' EXIT
chmod 755 "$S"
mkdir -p "$S"/{lists/partial,cache/archives/partial,parts,download,root}
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
printf '%s [signed-by=%s] %s %s main\n' deb $keyring "$mirror" $SUITE deb-src $keyring "$mirror" $SUITE > "$S/sources.list"
private_apt=(apt-get -qq -o Dir::Etc::sourcelist="$S/sources.list" -o Dir::Etc::sourceparts="$S/parts"
  -o Dir::Etc::preferencesparts="$S/parts" -o Dir::Etc::preferences=/dev/null -o Dir::State::lists="$S/lists"
  -o Dir::Cache::archives="$S/cache/archives" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=)
[ "$(id -u)" = 0 ] && private_apt+=(-o APT::Sandbox::User=root)
say "reading the package list of $SUITE"
"${private_apt[@]}" update >&2

# Made beside its final place and moved there when whole: an interrupted run leaves nothing half done.
NEW=$PREFIX.new
rm -rf "$NEW"
mkdir -p "$NEW"/{bin,share,rt,third_party/abseil}

if [ -z "$emcc" ]; then
  say "fetching Emscripten and Binaryen"
  (cd "$S/download" && "${private_apt[@]}" download emscripten binaryen node-acorn libc6 libstdc++6 libgcc-s1 >&2)
  # A third of the package is never linked by us: its tests and documents, position-independent, threaded,
  # sanitized and graphics libraries.
  skip=()
  for part in emscripten/test emscripten/docs 'emscripten/ChangeLog*' wasm32-emscripten/pic wasm32-emscripten/lto-pic \
              '*-mt*.a' '*-ww*.a' '*asan*.a' '*ubsan*.a' '*lsan*.a' '*full_es3*.a' '*-ofb*.a' '*libGL*emu*.a' \
              '*webgl2*.a' '*tracing*.a' '*memvalidate*.a'; do
    skip+=("--exclude=*/$part")
  done
  for package in "$S"/download/*.deb; do
    case $(basename "$package") in
      emscripten_*) dpkg-deb --fsys-tarfile "$package" | tar -x -C "$S/root" "${skip[@]}" ./usr/share/emscripten ;;
      *) dpkg-deb -x "$package" "$S/root" ;;
    esac
  done
  mv "$S/root/usr/share/emscripten" "$NEW/share/"
  lib=$(dirname "$(find "$S/root/usr/lib" -name libc.so.6 | head -n 1)")
  loader=$(basename "$(find "$lib" -name 'ld-linux*.so.*' | head -n 1)")
  for name in "$loader" libc.so.6 libm.so.6 'libstdc++.so.6*' libgcc_s.so.1 libpthread.so.0 libdl.so.2 libbinaryen.so; do
    cp -a "$lib"/$name "$NEW/rt/"
  done
  for tool in "$S"/root/usr/bin/wasm-* "$S"/root/usr/bin/wasm2js; do
    cp "$tool" "$NEW/bin/"
    patchelf --set-interpreter "$PREFIX/rt/$loader" --force-rpath --set-rpath "$PREFIX/rt" "$NEW/bin/$(basename "$tool")"
  done
  patchelf --force-rpath --set-rpath "$PREFIX/rt" "$NEW/rt/libbinaryen.so"
  # Emscripten's scripts are CommonJS; without this they would take our package.json's word for it.
  echo '{"type":"commonjs"}' > "$NEW/share/emscripten/package.json"
  # Not installed: Debian's acorn brings Debian's Node.js, which may not be the one in use.
  mkdir "$NEW/share/emscripten/node_modules"
  cp -a "$S"/root/usr/share/nodejs/acorn "$NEW/share/emscripten/node_modules/"
  cat > "$NEW/share/emscripten/.emscripten" <<CONFIG
LLVM_ROOT = '/usr/bin'
LLVM_ADD_VERSION = '19'
CLANG_ADD_VERSION = '19'
BINARYEN_ROOT = '$PREFIX'
NODE_JS = '$(command -v node)'
FROZEN_CACHE = True
CONFIG
  for tool in emcc em++ emar emranlib emcmake emconfigure emmake emnm emstrip; do
    printf '#!/bin/sh\nexec "%s/share/emscripten/%s" "$@"\n' "$PREFIX" "$tool" > "$NEW/bin/$tool"
    chmod +x "$NEW/bin/$tool"
  done
  emcc=$PREFIX/bin/emcc
fi

if [ -z "$abseil" ]; then
  say "fetching Abseil"
  (cd "$S/download" && "${private_apt[@]}" source --download-only abseil >&2)
  # The pristine sources and the security fix; Debian's other patches are for its own shared libraries.
  tar -xf "$S"/download/abseil_*.orig.tar.gz -C "$NEW/third_party/abseil" --strip-components=1
  for fix in $(tar -tf "$S"/download/abseil_*.debian.tar.xz | grep '/CVE-.*\.patch$' || true); do
    tar -xf "$S"/download/abseil_*.debian.tar.xz -O "$fix" | patch -s -p1 -d "$NEW/third_party/abseil"
  done
  abseil=$PREFIX/third_party/abseil
fi

if [ -e "$PREFIX" ]; then
  # Half of it was there (an Emscripten of the user's own, say): add the other half.
  cp -a "$NEW/." "$PREFIX/" && rm -rf "$NEW"
else
  mv "$NEW" "$PREFIX"
fi
say "$("$emcc" --version | head -n 1)"
answer
