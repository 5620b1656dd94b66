# test-assembly.sh NAME [FILTER...]: runs one test assembly and prints one line. Called by test.sh with ROOT, CONFIGURATION
# and RESULTS set; leaves NAME.counts (passed failed skipped; absent when it did not finish), NAME.failures and NAME.skips.
set -euo pipefail

TIME_LIMIT=1200

name=$1
shift
log=$RESULTS/$name.log
xml=$RESULTS/$name.xml

# Ends a run that hangs. It looks every few seconds, so that nothing outlives the run for long.
watch_over() {
  local waited=0
  while kill -0 "$1" 2>/dev/null; do
    if [ "$waited" -ge "$TIME_LIMIT" ]; then
      echo "ended after $TIME_LIMIT s: it hung" >>"$log"
      kill -9 "$1"
      return
    fi
    sleep 5
    waited=$((waited + 5))
  done
}

# The log without the runner's own lines and without the blocks of skipped tests.
failures() {
  awk '
    /^  (Discovering|Discovered|Starting|Finished): / || /^=== TEST EXECUTION SUMMARY/ || /^   [^ ]+  Total: / { skipping = 0; next }
    /^    .* \[SKIP\]$/ { skipping = 1; next }
    skipping && /^      / { next }
    { skipping = 0; print }' "$log"
}

# The reasons of the skipped tests.
skips() {
  awk '
    /^    .* \[SKIP\]$/ { skipping = 1; next }
    skipping && /^      / { sub(/^ */, ""); print; next }
    { skipping = 0 }' "$log"
}

count() { printf '%s' "$summary" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p"; }

started=$(date +%s)
dotnet "$ROOT/tests/$name/bin/$CONFIGURATION/net10.0/$name.dll" -noLogo -noColor -noAutoReporters -result-xml "$xml" "$@" \
  </dev/null >"$log" 2>&1 &
runner=$!
watch_over "$runner" </dev/null >/dev/null 2>&1 &
code=0
wait "$runner" || code=$?
seconds=$(($(date +%s) - started))

summary=$(grep -o '<assembly [^>]*>' "$xml" 2>/dev/null | head -n 1 || true)
if [ -z "$summary" ]; then
  tail -n 60 "$log" >"$RESULTS/$name.failures"
  printf '%-28s ended without a result (exit code %s), %s s\n' "$name" "$code" "$seconds"
  exit 1
fi
passed=$(count passed)
failed=$(($(count failed) + $(count errors)))
skipped=$(count skipped)
# A run that the runner calls bad although no test failed is still bad.
if [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
if [ "$failed" -gt 0 ]; then failures >"$RESULTS/$name.failures"; fi
skips >"$RESULTS/$name.skips"
echo "$passed $failed $skipped" >"$RESULTS/$name.counts"
printf '%-28s %s passed, %s failed, %s skipped, %s s\n' "$name" "$passed" "$failed" "$skipped" "$seconds"
