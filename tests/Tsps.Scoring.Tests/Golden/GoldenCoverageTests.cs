using System.Text.RegularExpressions;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

/// <summary>Nothing recorded of scoring lies unread.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed partial class GoldenCoverageTests
{
    private const string Topic = "scoring";

    /// <summary>What the validator does with scores, and the texts and hashes of its answers, are read by the tests of the libraries that have them.</summary>
    private static readonly TestSources Sources = new(["Tsps.Scoring.Tests", "Tsps.Validation.Tests", "Tsps.Bittensor.Tests"], FilesNamed);

    [Fact]
    public void Every_recorded_file_of_scoring_is_read_by_a_test()
    {
        var unread = GoldenFile.Vectors(Topic).Except(Sources.FilesNamed);

        Assert.True(!unread.Any(), $"No test reads {string.Join(", ", unread)}.");
    }

    /// <summary>A member that is new in a file is either asserted by a reader of that file or set aside with a reason.</summary>
    [Fact]
    public void Every_recorded_member_of_scoring_is_read_by_a_test_of_its_file_or_set_aside() => Assert.All(GoldenFile.Vectors(Topic), file =>
    {
        var unread = RecordedMembers.Unread(file, Sources);
        Assert.True(!unread.Any(), $"No test reads of {file}: {string.Join(", ", unread)}.");
    });

    [Fact]
    public void No_member_is_set_aside_that_the_tests_read() => Assert.Empty(RecordedMembers.NeedlesslySetAside(GoldenFile.Vectors(Topic), Sources));

    private static IEnumerable<string> FilesNamed(string source) => FileName().Matches(source).Select(match => match.Groups["file"].Value);

    [GeneratedRegex("""
        "(?<file>scoring/[^"\s]+\.json(\.gz)?)"
        """)]
    private static partial Regex FileName();
}
