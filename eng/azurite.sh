# Azurite, the storage emulator, from the lock file beside this one. Sourced by ./tsps.

AZURITE=$ARTIFACTS/azurite

# Installs it below artifacts/, once for each lock file, and says where it is in TSPS_AZURITE.
install_azurite() {
  local key
  if [ -n "${TSPS_AZURITE:-}" ]; then return; fi
  require_node
  key=$(cat "$ROOT/eng/package.json" "$ROOT/eng/package-lock.json" | digest)
  if [ "$(cat "$AZURITE/key" 2>/dev/null)" != "$key" ]; then
    note 'Installing Azurite ...'
    rm -rf "$AZURITE"
    mkdir -p "$AZURITE"
    cp "$ROOT/eng/package.json" "$ROOT/eng/package-lock.json" "$AZURITE/"
    quietly azurite npm ci --prefix "$AZURITE" --ignore-scripts --no-audit --no-fund --loglevel=error \
      || fail 'Azurite could not be installed with npm (above: why). Is there a network?'
    printf '%s\n' "$key" >"$AZURITE/key"
  fi
  find_azurite
}

find_azurite() {
  local entry=$AZURITE/node_modules/azurite/dist/src/azurite.js
  if [ -z "${TSPS_AZURITE:-}" ] && [ -f "$entry" ]; then
    TSPS_AZURITE=$(native_path "$entry")
    export TSPS_AZURITE
  fi
}
