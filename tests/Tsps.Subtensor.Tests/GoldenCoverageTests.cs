using System.Text.RegularExpressions;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests;

/// <summary>Nothing recorded of the chain lies unread.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed partial class GoldenCoverageTests
{
    private const string Topic = "chain";

    /// <summary>Weights and timelocks are read by the tests of the libraries that compute them.</summary>
    private static readonly TestSources Sources = new(["Tsps.Subtensor.Tests", "Tsps.Drand.Tests", "Tsps.Scoring.Tests"], FilesNamed);

    [Fact]
    public void Every_recorded_file_of_the_chain_is_read_by_a_test()
    {
        var unread = GoldenFile.Vectors(Topic).Except(Sources.FilesNamed);

        Assert.True(!unread.Any(), $"No test reads {string.Join(", ", unread)}.");
    }

    /// <summary>A member that is new in a file is either asserted by a reader of that file or set aside with a reason.</summary>
    [Fact]
    public void Every_recorded_member_of_the_chain_is_read_by_a_test_of_its_file_or_set_aside() =>
        Assert.All(JsonFiles(), file =>
        {
            var unread = RecordedMembers.Unread(file, Sources);
            Assert.True(!unread.Any(), $"No test reads of {file}: {string.Join(", ", unread)}.");
        });

    [Fact]
    public void No_member_is_set_aside_that_the_tests_read() => Assert.Empty(RecordedMembers.NeedlesslySetAside(JsonFiles(), Sources));

    private static string[] JsonFiles() => [.. GoldenFile.Vectors(Topic).Where(file => file.EndsWith(".json", StringComparison.Ordinal))];

    private static IEnumerable<string> FilesNamed(string source) =>
    [
        .. FileRead().Matches(source).Select(match => match.Groups["file"].Value),
        .. VectorsRead().Matches(source).Select(match => $"{Topic}/{match.Groups["name"].Value}.json"),
        .. MetadataRead().Matches(source).Select(match => $"{Topic}/metadata_v{match.Groups["version"].Value}.scale.gz"),
    ];

    [GeneratedRegex(""""(?<file>chain/[a-z0-9_]+\.json)"""")]
    private static partial Regex FileRead();

    [GeneratedRegex("""(ChainVectors\.Read|InlineData)\("(?<name>[a-z0-9_]+)"\)""")]
    private static partial Regex VectorsRead();

    [GeneratedRegex("""MetadataBytes\((?<version>\d+)\)""")]
    private static partial Regex MetadataRead();
}
