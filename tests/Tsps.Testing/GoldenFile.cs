using System.IO.Compression;
using System.Text.Json;

namespace Tsps.Testing;

/// <summary>
/// Finds recorded vectors: first in the folder that <c>TSPS_GOLDEN</c> names, then in <c>shared/golden</c> beside the repository,
/// then in the copy below <c>tests/golden</c>. A file absent everywhere skips the test with that reason.
/// </summary>
public static class GoldenFile
{
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    /// <summary>The path of a vector file such as <c>keys/keys.json</c>; skips the running test when there is none.</summary>
    public static string Locate(string relativePath)
    {
        var path = TryLocate(relativePath);
        Assert.SkipWhen(path is null, $"{relativePath} is not here: set TSPS_GOLDEN to a folder that holds it.");
        return path!;
    }

    public static string? TryLocate(string relativePath) =>
        Roots().Select(root => Path.Combine(root, relativePath)).FirstOrDefault(File.Exists);

    /// <summary>The files of a topic, by path relative to it, from every place that holds some.</summary>
    public static IReadOnlyList<string> List(string topic) =>
        [.. Roots()
            .Select(root => Path.Combine(root, topic))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)))
            .Distinct()
            .Order(StringComparer.Ordinal)];

    /// <summary>The vector files of a topic, without what explains them, as <see cref="Read"/> takes them; skips the running test when there is none.</summary>
    public static IReadOnlyList<string> Vectors(string topic)
    {
        string[] files = [.. List(topic).Where(file => !file.EndsWith(".md", StringComparison.Ordinal)).Select(file => $"{topic}/{file.Replace('\\', '/')}")];
        Assert.SkipWhen(files.Length == 0, $"There are no vectors of {topic}.");
        return files;
    }

    /// <summary>Parses a vector file, gzip-compressed or not.</summary>
    public static JsonDocument Read(string relativePath)
    {
        using var stream = OpenText(Locate(relativePath));
        return JsonDocument.Parse(stream);
    }

    private static Stream OpenText(string path)
    {
        var file = File.OpenRead(path);
        return path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static IEnumerable<string> Roots()
    {
        if (Environment.GetEnvironmentVariable("TSPS_GOLDEN") is { Length: > 0 } named)
        {
            yield return named;
        }

        yield return Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared", "golden"));
        yield return Path.Combine(RepositoryRoot, "tests", "golden");
    }

    private static string FindRepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tsps.Functions.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run from below the repository, which holds Tsps.Functions.sln.");
    }
}
