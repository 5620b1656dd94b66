# Gives axon, miner and dendrite mutated input for as long as one likes. Sourced by ./tsps.

FUZZ_TESTS=Tsps.Bittensor.Tests

fuzz_usage() {
  cat <<'TEXT'
Usage: ./tsps fuzz [--minutes N] [--seed N]

Gives the axon mutated requests, a miner signed ones, and the dendrite mutated answers, in turns, until the minutes are over (1 unless given) or
one does not end as it should. It tells how many each was given. A seed makes thousands of inputs for one of the three, always the same ones;
--minutes 0 --seed N repeats those of a seed and of the three after it.
TEXT
}

# read_fuzz_options OPTION...: sets the two variables that the test reads.
read_fuzz_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --help | -h)
        fuzz_usage
        exit 0
        ;;
      --minutes | --seed)
        case ${2:-} in
          '' | *[!0-9]* | ??????????*) fail "$1 is '${2:-}'; it is a whole number of up to nine digits, such as 10." ;;
        esac
        if [ "$1" = --minutes ]; then export TSPS_FUZZ_MINUTES=$2; else export TSPS_FUZZ_SEED=$2; fi
        shift 2
        ;;
      *) fail "fuzz has no option '$1'; it has --minutes N and --seed N." ;;
    esac
  done
}

build_fuzz() {
  [ -f "$(fuzz_dll)" ] || rm -f "$STAMPS/fuzz.list"
  build fuzz "tests/$FUZZ_TESTS/$FUZZ_TESTS.csproj" "tests/$FUZZ_TESTS" tests/Tsps.Testing tests/Directory.Build.props shared
}

fuzz_dll() { printf '%s\n' "$ROOT/tests/$FUZZ_TESTS/bin/$CONFIGURATION/net10.0/$FUZZ_TESTS.dll"; }

run_fuzz() {
  exec dotnet "$(native_path "$(fuzz_dll)")" -noLogo -noAutoReporters -explicit only -class "$FUZZ_TESTS.Fuzz.FuzzTests"
}
