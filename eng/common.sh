# Shared by ./tsps and the other scripts here: the folders, messages, the checks of tools. Sourced, never run.
# Needs bash 3.2 or later, the usual POSIX tools, the .NET SDK and, for some commands, Node.

ARTIFACTS=$ROOT/artifacts
CONFIGURATION=Release

note() { printf '%s\n' "$*" >&2; }

fail() {
  note "tsps: $*"
  exit 1
}

# The path as .NET and Node want it: on Windows the shell's own form (/c/...) means nothing to them.
native_path() {
  if command -v cygpath >/dev/null 2>&1; then cygpath -m "$1"; else printf '%s\n' "$1"; fi
}

# A checksum of what comes in: it tells whether something has changed, no more.
digest() { cksum | tr -s ' \t' '--'; }

require_dotnet() {
  local version
  command -v dotnet >/dev/null 2>&1 \
    || fail "the .NET SDK 10 is needed and there is no 'dotnet' on the PATH: install it from Microsoft's .NET download page."
  version=$(cd "$ROOT" && dotnet --version 2>/dev/null) || version=
  case $version in
    10.*) ;;
    *) fail "the .NET SDK 10 is needed and 'dotnet --version' says '${version:-nothing of use}': install it from Microsoft's .NET download page." ;;
  esac
}

require_node() {
  local version
  command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 \
    || fail "Node 20 or later with npm is needed (for the Azurite storage emulator) and is not on the PATH: install it from the Node.js site."
  version=$(node --version)
  version=${version#v}
  [ "${version%%.*}" -ge 20 ] 2>/dev/null \
    || fail "Node 20 or later is needed (for the Azurite storage emulator) and 'node --version' says '$version'."
}

# Makes a folder whose projects are apart from the product's own settings.
isolated_folder() {
  mkdir -p "$1"
  echo '<Project />' | tee "$1/Directory.Build.props" "$1/Directory.Build.targets" >"$1/Directory.Packages.props"
}

# Runs a command quietly; shows what it said only when it fails.
quietly() {
  local log=$ARTIFACTS/logs/$1.log
  shift
  mkdir -p "$ARTIFACTS/logs"
  "$@" >"$log" 2>&1 || { cat "$log" >&2; return 1; }
}

# One run at a time sets up and builds in a clone; the lock of a run that died is taken over.
lock() {
  local owner told=
  mkdir -p "$ARTIFACTS"
  while ! mkdir "$ARTIFACTS/.lock" 2>/dev/null; do
    owner=$(cat "$ARTIFACTS/.lock/pid" 2>/dev/null || true)
    # Without an owner it was left by a run killed at once, unless that run is just about to write it.
    [ -n "$owner" ] || { sleep 2; owner=$(cat "$ARTIFACTS/.lock/pid" 2>/dev/null || echo 0); }
    # Renamed first: of several that find it dead, one takes it away.
    if [ "$owner" = 0 ] || ! kill -0 "$owner" 2>/dev/null; then
      mv "$ARTIFACTS/.lock" "$ARTIFACTS/.lock.dead.$$" 2>/dev/null && rm -rf "$ARTIFACTS/.lock.dead.$$"
    else
      [ -n "$told" ] || note 'Waiting for another ./tsps in this clone to finish building ...'
      told=yes
      sleep 1
    fi
  done
  echo $$ >"$ARTIFACTS/.lock/pid"
  trap unlock EXIT
}

unlock() {
  rm -rf "$ARTIFACTS/.lock"
  trap - EXIT
}
