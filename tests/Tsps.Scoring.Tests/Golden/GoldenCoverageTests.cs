using System.Text.RegularExpressions;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

/// <summary>Nothing recorded of scoring lies unread.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed partial class GoldenCoverageTests
{
    private const string Topic = "scoring";
    private const string Explanation = ".md";

    /// <summary>What the validator does with scores, and the texts and hashes of its answers, are read by the tests of the libraries that have them.</summary>
    private static readonly string[] Readers = ["Tsps.Scoring.Tests", "Tsps.Validation.Tests", "Tsps.Bittensor.Tests"];

    [Fact]
    public void Every_recorded_file_of_scoring_is_read_by_a_test()
    {
        var read = TestSources.Of(Readers).SelectMany(source => FileName().Matches(source)).Select(match => match.Groups["file"].Value);

        var unread = Files().Except(read);

        Assert.True(!unread.Any(), $"No test reads {string.Join(", ", unread)}.");
    }

    /// <summary>A member that is new in the vectors is either asserted or set aside with a reason.</summary>
    [Fact]
    public void Every_recorded_member_of_scoring_is_read_by_a_test_or_set_aside()
    {
        var read = TestSources.Quoted(TestSources.Of(Readers));

        Assert.All(Files(), file =>
        {
            using var vectors = GoldenFile.Read(file);
            var unread = RecordedMembers.NamesOf(vectors.RootElement).Where(name => !read.Contains(name) && !RecordedMembers.SetAside.ContainsKey(name));
            Assert.True(!unread.Any(), $"No test reads of {file}: {string.Join(", ", unread)}.");
        });
    }

    private static string[] Files()
    {
        string[] files = [.. GoldenFile.List(Topic).Where(file => !file.EndsWith(Explanation, StringComparison.Ordinal)).Select(file => $"{Topic}/{file.Replace('\\', '/')}")];
        Assert.SkipWhen(files.Length == 0, "There are no vectors of scoring.");
        return files;
    }

    [GeneratedRegex("""
        "(?<file>scoring/[^"\s]+\.json(\.gz)?)"
        """)]
    private static partial Regex FileName();
}
