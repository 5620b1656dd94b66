using System.Text.RegularExpressions;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests;

/// <summary>Nothing recorded of the chain lies unread.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed partial class GoldenCoverageTests
{
    private const string Topic = "chain";

    /// <summary>Weights and timelocks are read by the tests of the libraries that compute them.</summary>
    private static readonly string[] Readers = ["Tsps.Subtensor.Tests", "Tsps.Drand.Tests", "Tsps.Scoring.Tests"];

    [Fact]
    public void Every_recorded_file_of_the_chain_is_read_by_a_test()
    {
        var unread = GoldenFile.Vectors(Topic).Except(FilesRead());

        Assert.True(!unread.Any(), $"No test reads {string.Join(", ", unread)}.");
    }

    /// <summary>A member that is new in the vectors is either asserted or set aside with a reason.</summary>
    [Fact]
    public void Every_recorded_member_of_the_chain_is_read_by_a_test_or_set_aside()
    {
        var read = TestSources.Quoted(Sources());

        Assert.All(GoldenFile.Vectors(Topic).Where(file => file.EndsWith(".json", StringComparison.Ordinal)), file =>
        {
            using var vectors = GoldenFile.Read(file);
            var unread = RecordedMembers.NamesOf(vectors.RootElement).Where(name => !read.Contains(name) && !RecordedMembers.SetAside.ContainsKey(name));
            Assert.True(!unread.Any(), $"No test reads of {file}: {string.Join(", ", unread)}.");
        });
    }

    private static IEnumerable<string> Sources() => TestSources.Of(Readers);

    /// <summary>Every file that a test names.</summary>
    private static HashSet<string> FilesRead()
    {
        var sources = Sources().ToList();
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
