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

# Installs it below artifacts/ where there is a specification to run, once for each lock file, and says where it is in TSPS_CHOPSTICKS.
# Without it the tests on a real runtime are skipped; so a failure here is told and ends nothing.
install_chain() {
  local key
  if [ -n "${TSPS_CHOPSTICKS:-}" ] || ! find_chain_spec; then return; fi
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
