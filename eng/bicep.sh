# The Bicep compiler, from its NuGet package, for the test that compiles infra-bicep. Sourced by ./tsps.

BICEP_VERSION=0.49.2

bicep_package() {
  local system machine
  case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=osx ;;
    *) system=win ;;
  esac
  case $(uname -m) in
    arm64 | aarch64) machine=arm64 ;;
    *) machine=x64 ;;
  esac
  printf 'Azure.Bicep.CommandLine.%s-%s\n' "$system" "$machine"
}

# Says where it is in TSPS_BICEP. A source that lacks it skips the test, which says so; it is asked once for each clone.
find_bicep() {
  local package folder=$ARTIFACTS/bicep tool
  [ -z "${TSPS_BICEP:-}" ] || return 0
  package=$(bicep_package)
  if [ ! -f "$folder/asked-$BICEP_VERSION" ]; then
    rm -rf "$folder"
    isolated_folder "$folder"
    {
      echo '<Project Sdk="Microsoft.NET.Sdk">'
      echo '  <PropertyGroup>'
      echo '    <TargetFramework>net10.0</TargetFramework>'
      echo '    <RestorePackagesPath>$(MSBuildThisFileDirectory)packages/</RestorePackagesPath>'
      echo '  </PropertyGroup>'
      echo '  <ItemGroup>'
      echo "    <PackageDownload Include=\"$package\" Version=\"[$BICEP_VERSION]\" />"
      echo '  </ItemGroup>'
      echo '</Project>'
    } >"$folder/Bicep.csproj"
    dotnet restore "$folder/Bicep.csproj" -nodeReuse:false >"$folder/restore.log" 2>&1 || true
    touch "$folder/asked-$BICEP_VERSION"
  fi
  for tool in "$folder/packages/$(lower "$package")/$BICEP_VERSION/tools"/bicep*; do
    case $tool in */bicep | */bicep.exe) ;; *) continue ;; esac
    [ -f "$tool" ] || continue
    chmod +x "$tool"
    TSPS_BICEP=$(native_path "$tool")
    # The compiler unpacks itself; below the user's home unless told otherwise.
    DOTNET_BUNDLE_EXTRACT_BASE_DIR=$(native_path "$folder/unpacked")
    export TSPS_BICEP DOTNET_BUNDLE_EXTRACT_BASE_DIR
  done
}
