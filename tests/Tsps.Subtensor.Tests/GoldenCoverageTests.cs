using System.Text.RegularExpressions;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests;

/// <summary>No recorded file of the chain lies unread.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed partial class GoldenCoverageTests
{
    private const string Topic = "chain";
    private const string Explanation = ".md";

    [Fact]
    public void Every_recorded_file_of_the_chain_is_read_by_a_test()
    {
        string[] files = [.. GoldenFile.List(Topic).Where(file => !file.EndsWith(Explanation, StringComparison.Ordinal)).Select(file => $"{Topic}/{file.Replace('\\', '/')}")];
        Assert.SkipWhen(files.Length == 0, "There are no vectors of the chain.");

        var unread = files.Except(FilesRead());

        Assert.True(!unread.Any(), $"No test reads {string.Join(", ", unread)}.");
    }

    /// <summary>Every file that a test names: weights and timelocks are read by the libraries that compute them.</summary>
    private static HashSet<string> FilesRead()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(GoldenFile.RepositoryRoot, "tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        var named = sources.SelectMany(source => FileRead().Matches(source)).Select(match => match.Groups["file"].Value);
        var vectors = sources.SelectMany(source => VectorsRead().Matches(source)).Select(match => $"{Topic}/{match.Groups["name"].Value}.json");
        var metadata = sources.SelectMany(source => MetadataRead().Matches(source)).Select(match => $"{Topic}/metadata_v{match.Groups["version"].Value}.scale.gz");
        return [.. named, .. vectors, .. metadata];
    }

    [GeneratedRegex(""""(?<file>chain/[a-z0-9_]+\.json)"""")]
    private static partial Regex FileRead();

    [GeneratedRegex("""ChainVectors\.Read\("(?<name>[^"]+)"\)""")]
    private static partial Regex VectorsRead();

    [GeneratedRegex("""MetadataBytes\((?<version>\d+)\)""")]
    private static partial Regex MetadataRead();
}
