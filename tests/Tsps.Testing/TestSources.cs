using System.Text.RegularExpressions;

namespace Tsps.Testing;

/// <summary>What the sources of test projects name: files and members of vectors that no test names are read by none.</summary>
public static partial class TestSources
{
    /// <summary>The sources of these test projects, without their lists of members set aside.</summary>
    public static IEnumerable<string> Of(params IEnumerable<string> projects) => projects
        .SelectMany(project => Directory.EnumerateFiles(Path.Combine(GoldenFile.RepositoryRoot, "tests", project), "*.cs", SearchOption.AllDirectories))
        .Where(file => Path.GetFileName(file) != $"{nameof(RecordedMembers)}.cs")
        .Select(File.ReadAllText);

    /// <summary>The words that stand between quotation marks.</summary>
    public static IReadOnlySet<string> Quoted(IEnumerable<string> sources) =>
        sources.SelectMany(source => QuotedWord().Matches(source)).Select(match => match.Groups["text"].Value).ToHashSet();

    [GeneratedRegex("""
        "(?<text>\w+)"
        """)]
    private static partial Regex QuotedWord();
}
