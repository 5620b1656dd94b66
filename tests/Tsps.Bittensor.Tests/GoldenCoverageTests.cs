using System.Text.RegularExpressions;
using Tsps.Bittensor.Tests.Axon.Replay;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests;

/// <summary>No recorded file of this assembly's topics lies unread.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed partial class GoldenCoverageTests
{
    private const string Explanation = ".md";

    [Theory]
    [InlineData("wire")]
    [InlineData("keys")]
    public void Every_recorded_file_is_read_by_a_test(string topic)
    {
        string[] files = [.. GoldenFile.List(topic).Where(file => !file.EndsWith(Explanation, StringComparison.Ordinal)).Select(file => $"{topic}/{file.Replace('\\', '/')}")];
        Assert.SkipWhen(files.Length == 0, $"There are no vectors of {topic}.");

        var unread = files.Except(FilesRead());

        Assert.True(!unread.Any(), $"No test of this assembly reads {string.Join(", ", unread)}.");
    }

    /// <summary>The files that are named by sources which read vectors.</summary>
    private static HashSet<string> FilesRead()
    {
        var folder = Path.Combine(GoldenFile.RepositoryRoot, "tests", typeof(GoldenCoverageTests).Assembly.GetName().Name!);
        return [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .Where(source => source.Contains($"{nameof(GoldenFile)}.{nameof(GoldenFile.Read)}(", StringComparison.Ordinal))
            .SelectMany(source => FileName().Matches(source))
            .SelectMany(match => Expand(match.Groups["file"].Value))];
    }

    private static IEnumerable<string> Expand(string file) =>
        new[] { KnownDifferences.Sdk6, KnownDifferences.Sdk10 }.Select(sdk => file.Replace("{sdk}", sdk, StringComparison.Ordinal));

    [GeneratedRegex("""
        "(?<file>[a-z]+/[^"\s]+\.json(\.gz)?)"
        """)]
    private static partial Regex FileName();
}
