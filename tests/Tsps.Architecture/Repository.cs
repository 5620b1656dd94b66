using Tsps.Testing;

namespace Tsps.Architecture;

/// <summary>The files of this repository that the tests read.</summary>
internal static class Repository
{
    internal static IReadOnlyList<string> ProductProjects { get; } = [.. Files("*.csproj", "shared", "functions")];

    internal static IReadOnlyList<string> AllProjects { get; } = [.. Files("*.csproj", "shared", "functions", "tests")];

    internal static IReadOnlyList<string> ProductSources { get; } = [.. Files("*.cs", "shared", "functions")];

    internal static IReadOnlyList<string> TestSources { get; } = [.. Files("*.cs", "tests")];

    internal static IEnumerable<string> AllFiles(string folder) => Files("*", folder);

    internal static string[] Lines(string path) => File.ReadAllLines(Path.Combine(GoldenFile.RepositoryRoot, path));

    internal static string Text(string path) => File.ReadAllText(Path.Combine(GoldenFile.RepositoryRoot, path));

    /// <summary>Paths from the root with forward slashes, in order, what a build writes left out.</summary>
    private static IEnumerable<string> Files(string pattern, params string[] folders) =>
        folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(GoldenFile.RepositoryRoot, folder), pattern, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(GoldenFile.RepositoryRoot, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);
}
