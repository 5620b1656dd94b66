# Runs the test assemblies and adds up what they say. Sourced by ./tsps.

RESULTS=$ARTIFACTS/tests

# The same rule as IsTestProject in tests/Directory.Build.props.
test_assemblies() {
  local project name
  for project in "$ROOT"/tests/*/*.csproj; do
    name=${project##*/}
    name=${name%.csproj}
    case $name in *.Tests | Tsps.Architecture | Tsps.EndToEnd) printf '%s\n' "$name" ;; esac
  done
}

# Refuses what is no category, before anything is built.
check_categories() {
  local category
  for category in "$@"; do
    case $category in
      golden | unit | storage | e2e) ;;
      *) fail "there is no test category '$category': the categories are golden, unit, storage and e2e." ;;
    esac
  done
}

# run_tests [CATEGORY...]: two assemblies at a time, the one that starts whole systems by itself.
run_tests() {
  local category filters=
  for category in "$@"; do
    filters="$filters -trait Category=$category"
  done
  rm -rf "$RESULTS"
  mkdir -p "$RESULTS"
  export ROOT CONFIGURATION RESULTS
  test_assemblies | grep -vx Tsps.EndToEnd | xargs -P 2 -I '{}' "$BASH" "$ROOT/eng/test-assembly.sh" '{}' $filters || true
  "$BASH" "$ROOT/eng/test-assembly.sh" Tsps.EndToEnd $filters || true
  report
}

# Adds up; ends with failure when a test failed, an assembly did not finish, or nothing ran.
report() {
  local name passed=0 failed=0 skipped=0 crashed=
  for name in $(test_assemblies); do
    if [ ! -f "$RESULTS/$name.counts" ]; then
      crashed="$crashed $name"
      continue
    fi
    read -r assembly_passed assembly_failed assembly_skipped <"$RESULTS/$name.counts"
    passed=$((passed + assembly_passed))
    failed=$((failed + assembly_failed))
    skipped=$((skipped + assembly_skipped))
  done
  if [ "$skipped" -gt 0 ]; then
    printf '\nSkipped, and why:\n'
    cat "$RESULTS"/*.skips | LC_ALL=C sort | uniq -c
  fi
  for name in $(test_assemblies); do
    if [ -s "$RESULTS/$name.failures" ]; then
      printf '\n%s\n' "$name"
      cat "$RESULTS/$name.failures"
    fi
  done
  [ -z "$crashed" ] || printf '\nThese ended without a result, which counts as one failure each:%s\n' "$crashed"
  for name in $crashed; do failed=$((failed + 1)); done
  printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
