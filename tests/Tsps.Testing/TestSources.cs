using System.Text.RegularExpressions;

namespace Tsps.Testing;

/// <summary>What the sources of test projects name: a vector file that no test names is read by none, and neither is a member that no reader of its file names.</summary>
/// <remarks>
/// The readers of a file are the sources that name it, or that name a helper without tests which names it; and the types that these name, and those that
/// these name in turn, but for types that read other files. Lists of members set aside are none.
/// </remarks>
public sealed partial class TestSources
{
    private readonly Dictionary<string, Source> _byType;

    /// <param name="projects">The test projects.</param>
    /// <param name="filesNamed">The vector files that a source's text names.</param>
    public TestSources(IEnumerable<string> projects, Func<string, IEnumerable<string>> filesNamed)
    {
        ArgumentNullException.ThrowIfNull(projects);
        _byType = projects
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(GoldenFile.RepositoryRoot, "tests", project), "*.cs", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) != $"{nameof(RecordedMembers)}.cs")
            .GroupBy(file => Path.GetFileName(file).Split('.')[0], File.ReadAllText)
            .ToDictionary(type => type.Key, type => Source.Read(string.Join('\n', type), filesNamed));
        var helpers = _byType
            .Where(source => source.Value is { HasTests: false, Files.Count: > 0 })
            .ToDictionary(source => source.Key, source => source.Value.Files.ToArray());
        foreach (var source in _byType.Values)
        {
            source.Files.UnionWith(helpers.Where(helper => source.Names.Contains(helper.Key)).SelectMany(helper => helper.Value));
        }
    }

    /// <summary>Every file that a source names.</summary>
    public IEnumerable<string> FilesNamed => _byType.Values.SelectMany(source => source.Files);

    /// <summary>The words in quotation marks of all who read the file.</summary>
    public IReadOnlySet<string> MembersNamed(string file)
    {
        var readers = _byType.Where(source => source.Value.Files.Contains(file)).Select(source => source.Key).ToHashSet();
        for (var queue = new Queue<string>(readers); queue.TryDequeue(out var type);)
        {
            foreach (var name in _byType[type].Names)
            {
                if (_byType.TryGetValue(name, out var source) && source.Files.Count == 0 && readers.Add(name))
                {
                    queue.Enqueue(name);
                }
            }
        }

        return readers.SelectMany(type => _byType[type].Words).ToHashSet();
    }

    [GeneratedRegex("""
        "(?<text>\w+)"
        """)]
    private static partial Regex QuotedWord();

    [GeneratedRegex(@"\b[A-Z]\w*\b")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^ *\[(Fact|Theory|Property)\b", RegexOptions.Multiline)]
    private static partial Regex TestAttribute();

    /// <param name="Files">The vector files that it names.</param>
    /// <param name="Names">What may be types.</param>
    /// <param name="Words">What stands in quotation marks.</param>
    private sealed record Source(HashSet<string> Files, HashSet<string> Names, HashSet<string> Words, bool HasTests)
    {
        public static Source Read(string text, Func<string, IEnumerable<string>> filesNamed) => new(
            filesNamed(text).ToHashSet(),
            TypeName().Matches(text).Select(match => match.Value).ToHashSet(),
            QuotedWord().Matches(text).Select(match => match.Groups["text"].Value).ToHashSet(),
            TestAttribute().IsMatch(text));
    }
}
