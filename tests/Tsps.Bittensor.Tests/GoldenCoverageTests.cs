using System.Text.RegularExpressions;
using Tsps.Bittensor.Tests.Axon.Replay;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests;

/// <summary>Nothing recorded of this assembly's topics lies unread.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed partial class GoldenCoverageTests
{
    /// <summary>The questions of the recorded validator, and the answers of the recorded miner, are read by the tests of the libraries that have them.</summary>
    private static readonly TestSources Sources = new(["Tsps.Bittensor.Tests", "Tsps.Mining.Tests", "Tsps.Validation.Tests"], FilesNamed);

    [Theory]
    [InlineData("wire")]
    [InlineData("keys")]
    public void Every_recorded_file_is_read_by_a_test(string topic)
    {
        var unread = GoldenFile.Vectors(topic).Except(Sources.FilesNamed);

        Assert.True(!unread.Any(), $"No test reads {string.Join(", ", unread)}.");
    }

    /// <summary>A member that is new in a file is either asserted by a reader of that file or set aside with a reason.</summary>
    [Theory]
    [InlineData("wire")]
    [InlineData("keys")]
    public void Every_recorded_member_is_read_by_a_test_of_its_file_or_set_aside(string topic) => Assert.All(GoldenFile.Vectors(topic), file =>
    {
        var unread = RecordedMembers.Unread(file, Sources);
        Assert.True(!unread.Any(), $"No test reads of {file}: {string.Join(", ", unread)}.");
    });

    [Fact]
    public void No_member_is_set_aside_that_the_tests_read() =>
        Assert.Empty(RecordedMembers.NeedlesslySetAside([.. GoldenFile.Vectors("wire"), .. GoldenFile.Vectors("keys")], Sources));

    private static IEnumerable<string> FilesNamed(string source) => FileName().Matches(source).SelectMany(match => Expand(match.Groups["file"].Value));

    private static IEnumerable<string> Expand(string file) =>
        new[] { KnownDifferences.Sdk6, KnownDifferences.Sdk10 }.Select(sdk => file.Replace("{sdk}", sdk, StringComparison.Ordinal));

    [GeneratedRegex("""
        "(?<file>[a-z]+/[^"\s]+\.json(\.gz)?)"
        """)]
    private static partial Regex FileName();
}
