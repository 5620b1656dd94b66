using System.Text.RegularExpressions;
using Tsps.Bittensor.Tests.Axon.Replay;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests;

/// <summary>Nothing recorded of this assembly's topics lies unread.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed partial class GoldenCoverageTests
{
    /// <summary>Where the questions of the recorded validator are read.</summary>
    private const string Questions = "Tsps.Validation.Tests";

    private static readonly string Own = typeof(GoldenCoverageTests).Assembly.GetName().Name!;

    [Theory]
    [InlineData("wire")]
    [InlineData("keys")]
    public void Every_recorded_file_is_read_by_a_test(string topic)
    {
        var unread = GoldenFile.Vectors(topic).Except(FilesRead());

        Assert.True(!unread.Any(), $"No test reads {string.Join(", ", unread)}.");
    }

    /// <summary>A member that is new in the vectors is either asserted or set aside with a reason.</summary>
    [Theory]
    [InlineData("wire")]
    [InlineData("keys")]
    public void Every_recorded_member_is_read_by_a_test_or_set_aside(string topic)
    {
        var files = GoldenFile.Vectors(topic);
        var read = TestSources.Quoted(Sources());

        Assert.All(files, file =>
        {
            using var vectors = GoldenFile.Read(file);
            var unread = RecordedMembers.NamesOf(vectors.RootElement).Where(name => !read.Contains(name) && !RecordedMembers.SetAside.ContainsKey(name));
            Assert.True(!unread.Any(), $"No test reads of {file}: {string.Join(", ", unread)}.");
        });
    }

    /// <summary>The files that are named by sources which read vectors.</summary>
    private static HashSet<string> FilesRead()
    {
        return [.. Sources()
            .Where(source => source.Contains($"{nameof(GoldenFile)}.{nameof(GoldenFile.Read)}(", StringComparison.Ordinal))
            .SelectMany(source => FileName().Matches(source))
            .SelectMany(match => Expand(match.Groups["file"].Value))];
    }

    private static IEnumerable<string> Sources() => TestSources.Of(Own, Questions);

    private static IEnumerable<string> Expand(string file) =>
        new[] { KnownDifferences.Sdk6, KnownDifferences.Sdk10 }.Select(sdk => file.Replace("{sdk}", sdk, StringComparison.Ordinal));

    [GeneratedRegex("""
        "(?<file>[a-z]+/[^"\s]+\.json(\.gz)?)"
        """)]
    private static partial Regex FileName();
}
