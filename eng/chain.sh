# Chopsticks, which runs a real Subtensor runtime, from the lock file in chain/. Sourced by ./tsps.

CHAIN=$ARTIFACTS/chain

# The chain's specification: that of TSPS_CHAIN_SPEC, or one beside this clone. It is not ours to distribute.
find_chain_spec() {
  local beside=$ROOT/../shared/chain/raonet.json
  if [ -z "${TSPS_CHAIN_SPEC:-}" ] && [ -f "$beside" ]; then
    TSPS_CHAIN_SPEC=$(native_path "$beside")
    export TSPS_CHAIN_SPEC
  fi
  [ -n "${TSPS_CHAIN_SPEC:-}" ] && [ -f "$TSPS_CHAIN_SPEC" ]
}

# Installs it where there is a specification to run. Without it the tests on a real runtime are skipped; so a failure here ends nothing.
install_chain() {
  if find_chain_spec; then install_chopsticks; fi
}

# Installs it for a demo on a chain: one that lacks the specification is told so by the demo itself.
install_demo_chain() {
  find_chain_spec || true
  install_chopsticks
}

# wants_chain ARGUMENT...: whether a demo is to run on a chain.
wants_chain() {
  local argument
  for argument in "$@"; do
    case $argument in --chain | --chain-spec | --chain-spec=* | --chain=true) return 0 ;; esac
  done
  return 1
}

# Installs it below artifacts/, once for each lock file, and says where it is in TSPS_CHOPSTICKS. A failure is told and ends nothing.
install_chopsticks() {
  local key
  if [ -n "${TSPS_CHOPSTICKS:-}" ]; then return; fi
  require_node
  key=$(cat "$ROOT/eng/chain/package.json" "$ROOT/eng/chain/package-lock.json" | digest)
  if [ "$(cat "$CHAIN/key" 2>/dev/null)" != "$key" ]; then
    note 'Installing Chopsticks (a local Subtensor runtime) ...'
    rm -rf "$CHAIN"
    mkdir -p "$CHAIN"
    cp "$ROOT/eng/chain/package.json" "$ROOT/eng/chain/package-lock.json" "$CHAIN/"
    if ! quietly chain npm ci --prefix "$CHAIN" --ignore-scripts --omit=optional --no-audit --no-fund --loglevel=error; then
      note 'tsps: Chopsticks could not be installed with npm (above: why); there will be no local chain.'
      return
    fi
    printf '%s\n' "$key" >"$CHAIN/key"
  fi
  TSPS_CHOPSTICKS=$(native_path "$CHAIN/node_modules/@acala-network/chopsticks/chopsticks.cjs")
  export TSPS_CHOPSTICKS
}
