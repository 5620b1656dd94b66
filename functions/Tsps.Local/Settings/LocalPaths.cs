namespace Tsps.Local.Settings;

/// <summary>Folders that <c>./tsps</c> names in the environment.</summary>
internal static class LocalPaths
{
    /// <summary>The repository; null outside one.</summary>
    internal static string? Root => Environment.GetEnvironmentVariable("TSPS_ROOT") is { Length: > 0 } root ? root : null;

    /// <summary>Where everything goes that can be made again.</summary>
    internal static string Artifacts =>
        Environment.GetEnvironmentVariable("TSPS_ARTIFACTS") is { Length: > 0 } artifacts ? artifacts : Path.GetFullPath("artifacts");
}
