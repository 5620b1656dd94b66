# Which packages the NuGet source at hand has, and stand-ins for those that it lacks. Sourced by ./tsps.
#
# artifacts/probe/      the probe's project, its key and its outcome (standins.txt: one id a line)
# artifacts/feed/       the packed stand-ins
# artifacts/packages/   the package folder, whenever a stand-in or TSPS_FEED is in use
# artifacts/restore.props  what Directory.Build.props imports to restore that way

FUNCTIONS_FAMILY=Microsoft.Azure.Functions.Worker
STANDINS=$ROOT/eng/standins
PROBE=$ARTIFACTS/probe
FEED=$ARTIFACTS/feed

# The ids that have a stand-in.
candidates() {
  local project id
  for project in "$STANDINS"/*/*.csproj; do
    id=${project##*/}
    printf '%s\n' "${id%.csproj}"
  done
}

# pinned ID: its version in Directory.Packages.props.
pinned() {
  sed -n 's|.*<PackageVersion Include="'"$1"'" Version="\([^"]*\)".*|\1|p' "$ROOT/Directory.Packages.props"
}

pinned_candidates() {
  local id
  for id in $(candidates); do printf '%s %s\n' "$id" "$(pinned "$id")"; done
}

family() {
  case $1 in
    "$FUNCTIONS_FAMILY"*) printf '%s\n' "$FUNCTIONS_FAMILY" ;;
    *) printf '%s\n' "$1" ;;
  esac
}

# members FAMILY: they are real or stood in together, since a stand-in is built against stand-ins.
members() {
  local id
  for id in $(candidates); do [ "$(family "$id")" != "$1" ] || printf '%s\n' "$id"; done
}

xml() { printf '%s' "$1" | sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g' -e 's/"/\&quot;/g'; }

# The named feed as an absolute path.
named_feed() {
  [ -n "${TSPS_FEED:-}" ] || return 0
  [ -d "$TSPS_FEED" ] || fail "TSPS_FEED names no folder: '$TSPS_FEED'. Set it to a folder of .nupkg files, or unset it."
  native_path "$(cd "$TSPS_FEED" && pwd)"
}

# write_probe ID...: a project that wants exactly the pinned versions, apart from the product's own settings.
write_probe() {
  local id
  isolated_folder "$PROBE"
  {
    echo '<Project Sdk="Microsoft.NET.Sdk">'
    echo '  <PropertyGroup>'
    echo '    <TargetFramework>net10.0</TargetFramework>'
    echo '    <NuGetAudit>false</NuGetAudit>'
    if [ -n "$feed" ]; then
      echo "    <RestoreAdditionalProjectSources>$(xml "$feed")</RestoreAdditionalProjectSources>"
      echo '    <RestorePackagesPath>$(MSBuildThisFileDirectory)packages/</RestorePackagesPath>'
    fi
    echo '  </PropertyGroup>'
    echo '  <ItemGroup>'
    for id in "$@"; do echo "    <PackageReference Include=\"$id\" Version=\"[$(pinned "$id")]\" />"; done
    echo '  </ItemGroup>'
    echo '</Project>'
  } >"$PROBE/Probe.csproj"
}

# missing_of ID...: the packages that a restore of these does not find, their own dependencies among them.
# Anything else that goes wrong is no proof of absence and ends the run.
missing_of() {
  local log=$PROBE/restore.log other
  write_probe "$@"
  rm -rf "$PROBE/obj" "$PROBE/packages"
  if ! DOTNET_CLI_UI_LANGUAGE=en dotnet restore "$PROBE/Probe.csproj" -nodeReuse:false >"$log" 2>&1; then
    other=$(grep -E ': error' "$log" | grep -vE ': error NU110[123]:' | head -n 1 || true)
    if [ -n "$other" ] || ! grep -qE ': error NU110[123]:' "$log"; then
      note "${other:-$(tail -n 5 "$log")}"
      fail "the NuGet source could not be asked which packages it has (above: what the restore said). Is there a network?" \
        "With TSPS_PACKAGES=standins or =real nothing is asked."
    fi
  fi
  sed -nE 's/.*: error NU110[123]: Unable to find (a stable )?package ([^ ]+[^ .])\.?( .*)?$/\2/p' "$log" | sort -u
}

# depends_on ID: the stand-ins whose packages it needs.
depends_on() { sed -n 's|.*<ProjectReference Include="[^"]*/\([^"/]*\)\.csproj".*|\1|p' "$STANDINS/$1/$1.csproj"; }

# A real package whose dependency is stood in would not load it: it is stood in too.
with_dependents() {
  local chosen=" $* " id needed again=true
  while $again; do
    again=false
    for id in $(candidates); do
      case $chosen in *" $id "*) continue ;; esac
      for needed in $(depends_on "$id"); do
        case $chosen in *" $needed "*) chosen="$chosen$id "; again=true; break ;; esac
      done
    done
  done
  for id in $(candidates); do
    case $chosen in *" $id "*) printf '%s\n' "$id" ;; esac
  done
}

# The ids to stand in for, by asking the source.
probe() {
  local all missing unknown id name members chosen=
  all=$(candidates)
  missing=$(missing_of $all) || exit 1
  unknown=
  for id in $missing; do
    if printf '%s\n' "$all" | grep -qxF "$id"; then chosen="$chosen $(members "$(family "$id")")"; else unknown="$unknown $id"; fi
  done
  if [ -n "$unknown" ]; then
    # Something that has no stand-in is lacking: the family that needs it cannot be had for real.
    for name in $(for id in $all; do family "$id"; done | sort -u); do
      members=$(members "$name")
      missing=$(missing_of $members) || exit 1
      for id in $missing; do
        if ! printf '%s\n' "$all" | grep -qxF "$id"; then chosen="$chosen $members"; break; fi
      done
    done
  fi
  with_dependents $chosen
}

choose() {
  case ${TSPS_PACKAGES:-} in
    '') probe ;;
    real) ;;
    standins) candidates ;;
    *) fail "TSPS_PACKAGES is '$TSPS_PACKAGES': set it to 'real' or 'standins', or unset it to have the NuGet source asked." ;;
  esac
}

standins_digest() {
  (cd "$STANDINS" && find . -type f ! -name '*.md' ! -path '*/obj/*' ! -path '*/bin/*' | LC_ALL=C sort | xargs cksum) | digest
}

lower() { printf '%s' "$1" | tr '[:upper:]' '[:lower:]'; }

# The user's own package folder: read from when restoring below artifacts/, never written to.
fallback_folder() {
  local folder
  folder=$(dotnet nuget locals global-packages --list 2>/dev/null | sed -n 's/^global-packages: *//p' | sed 's|[/\\]*$||')
  [ ! -d "$folder" ] || printf '%s\n' "$folder"
}

pack_standins() {
  local id version ids=
  for id in $standins; do
    version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' "$STANDINS/$id/$id.csproj")
    [ "$version" = "$(pinned "$id")" ] \
      || fail "Directory.Packages.props pins $id $(pinned "$id") and its stand-in in eng/standins is $version: set both to one version."
    ids="$ids$id;"
  done
  note 'Packing the stand-ins ...'
  StandIns=$ids Feed=$(native_path "$FEED")/ TspsFallbackFolder=$fallback \
    quietly pack dotnet msbuild "$STANDINS/pack.proj" -nologo -v:m -nodeReuse:false \
    || fail 'the stand-ins could not be packed (above: why).'
  extract_standins
}

# Puts the packed ones into the package folder, so that no source's package of the same id and version is taken instead.
extract_standins() {
  local id
  isolated_folder "$PROBE"
  {
    echo '<Project Sdk="Microsoft.NET.Sdk">'
    echo '  <PropertyGroup>'
    echo '    <TargetFramework>net10.0</TargetFramework>'
    echo '    <RestoreSources>$(MSBuildThisFileDirectory)../feed/</RestoreSources>'
    echo '    <RestorePackagesPath>$(MSBuildThisFileDirectory)../packages/</RestorePackagesPath>'
    echo '  </PropertyGroup>'
    echo '  <ItemGroup>'
    for id in $standins; do echo "    <PackageDownload Include=\"$id\" Version=\"[$(pinned "$id")]\" />"; done
    echo '  </ItemGroup>'
    echo '</Project>'
  } >"$PROBE/Extract.csproj"
  quietly extract dotnet restore "$PROBE/Extract.csproj" -nodeReuse:false --force \
    || fail 'the stand-ins could not be put into the package folder (above: why).'
}

restore_props() {
  echo '<Project>'
  echo '  <!-- Written by ./tsps: restores with the stand-ins, or with TSPS_FEED, into a package folder of its own. -->'
  echo '  <PropertyGroup>'
  echo '    <RestorePackagesPath>$(MSBuildThisFileDirectory)packages/</RestorePackagesPath>'
  [ -z "$fallback" ] || {
    echo "    <TspsFallbackFolder>$(xml "$fallback")</TspsFallbackFolder>"
    echo "    <RestoreFallbackFolders Condition=\"Exists('\$(TspsFallbackFolder)')\">\$(TspsFallbackFolder)</RestoreFallbackFolders>"
  }
  [ -z "$feed" ] || echo "    <RestoreAdditionalProjectSources>\$(RestoreAdditionalProjectSources);$(xml "$feed")</RestoreAdditionalProjectSources>"
  [ -z "$standins" ] || echo '    <RestoreAdditionalProjectSources>$(RestoreAdditionalProjectSources);$(MSBuildThisFileDirectory)feed/</RestoreAdditionalProjectSources>'
  echo '  </PropertyGroup>'
  echo '</Project>'
}

# Packs anew and throws away the extracted copies of the last set.
renew_feed() {
  local id
  rm -rf "$FEED" "$ARTIFACTS/restore.props"
  for id in $(candidates); do rm -rf "$ARTIFACTS/packages/$(lower "$id")"; done
  if [ -n "$standins$feed" ]; then
    local fallback
    fallback=$(fallback_folder)
    mkdir -p "$FEED"
    [ -z "$standins" ] || pack_standins
    restore_props >"$ARTIFACTS/restore.props"
  fi
}

# set_up_packages [again]: leaves artifacts/restore.props right, or absent; asks the source anew when told to.
set_up_packages() {
  local feed standins key
  feed=$(named_feed)
  mkdir -p "$PROBE"

  key="${TSPS_PACKAGES:-} $feed $([ -z "$feed" ] || ls "$feed" | digest) $(pinned_candidates | digest)"
  if [ "${1:-}" = again ] || [ "$(cat "$PROBE/key" 2>/dev/null)" != "$key" ]; then
    [ -n "${TSPS_PACKAGES:-}" ] || note 'Asking the NuGet source which packages it has ...'
    choose >"$PROBE/standins.new"
    mv "$PROBE/standins.new" "$PROBE/standins.txt"
    printf '%s\n' "$key" >"$PROBE/key"
  fi
  standins=$(cat "$PROBE/standins.txt")

  key="$key $(printf '%s' "$standins" | digest) $(standins_digest) $(digest <"$ROOT/Directory.Packages.props")"
  if [ "$(cat "$ARTIFACTS/packages.key" 2>/dev/null)" != "$key" ]; then
    rm -f "$ARTIFACTS/packages.key"
    renew_feed
    printf '%s\n' "$key" >"$ARTIFACTS/packages.key"
  fi
}

# One line: which packages are real and which stand in.
packages_line() {
  local id names= all
  all=$(candidates | grep -c "^$FUNCTIONS_FAMILY")
  if [ "$(grep -c "^$FUNCTIONS_FAMILY" "$PROBE/standins.txt")" -eq "$all" ]; then names=", $FUNCTIONS_FAMILY.*"; fi
  while read -r id; do
    case $names/$id in *"$FUNCTIONS_FAMILY.*/$FUNCTIONS_FAMILY"*) ;; *) names="$names, $id" ;; esac
  done <"$PROBE/standins.txt"
  if [ -n "$names" ]; then
    echo "Packages: stand-ins (eng/standins) for ${names#, }; all others are real."
  else
    echo 'Packages: all are real.'
  fi
}
