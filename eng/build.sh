# Builds what is out of date, and only then calls the compiler. Sourced by ./tsps.

LOCAL_DLL=$ROOT/functions/Tsps.Local/bin/$CONFIGURATION/net10.0/Tsps.Local.dll
STAMPS=$ARTIFACTS/build

# sources FOLDER...: every file that a build reads.
sources() {
  (
    cd "$ROOT"
    find "$@" \( -name bin -o -name obj \) -prune -o -type f -print
    printf '%s\n' Directory.Build.props Directory.Packages.props global.json .editorconfig
  ) | LC_ALL=C sort
}

# up_to_date NAME LIST: whether NAME was built from these files, none of them newer.
up_to_date() {
  local file
  [ -f "$STAMPS/$1.list" ] && printf '%s\n' "$2" | cmp -s - "$STAMPS/$1.list" || return 1
  cmp -s "$ARTIFACTS/packages.key" "$STAMPS/$1.packages" || return 1
  [ -z "$(cd "$ROOT" && printf '%s\n' "$2" | tr '\n' '\0' | xargs -0 sh -c 'stamp=$0; find "$@" -newer "$stamp" -print' "$STAMPS/$1.stamp")" ]
}

# build NAME TARGET FOLDER...: builds TARGET, once for each state of the folders' files.
build() {
  local name=$1 target=$2 list
  shift 2
  list=$(sources "$@")
  if up_to_date "$name" "$list"; then return; fi
  note "Building $target ($CONFIGURATION) ..."
  mkdir -p "$STAMPS"
  rm -f "$STAMPS/$name.list"
  touch "$STAMPS/$name.stamp"
  quietly build dotnet build "$ROOT/$target" -c "$CONFIGURATION" -nologo -nodeReuse:false -v:minimal -clp:ErrorsOnly \
    || fail "$target does not build (above: why)."
  cp "$ARTIFACTS/packages.key" "$STAMPS/$name.packages"
  printf '%s\n' "$list" >"$STAMPS/$name.list"
}

build_local() {
  [ -f "$LOCAL_DLL" ] || rm -f "$STAMPS/local.list"
  build local functions/Tsps.Local/Tsps.Local.csproj functions shared
}

build_all() { build all Tsps.Functions.sln functions shared tests; }
