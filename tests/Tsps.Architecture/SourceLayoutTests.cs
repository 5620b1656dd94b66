using System.Text.RegularExpressions;
using Tsps.Testing;

namespace Tsps.Architecture;

/// <summary>Files can be found by the type's name and read in one go.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed partial class SourceLayoutTests
{
    private const int MostLines = 300;

    /// <summary>Longer files, each with the reason why it is better whole.</summary>
    private static readonly Dictionary<string, string> LongFiles = [];

    [Fact]
    public void Each_public_type_has_a_file_of_its_name() =>
        Offenders.None(
            "One public type a file, the file named as the type (Type.cs, or Type.Part.cs for a part of it):",
            from path in Repository.ProductSources
            let file = Path.GetFileNameWithoutExtension(path)
            let types = PublicTypes(path)
            where types.Count > 1 || (types.Count == 1 && types[0] != file && !file.StartsWith(types[0] + ".", StringComparison.Ordinal))
            select $"{path}: {string.Join(", ", types)}");

    [Fact]
    public void Each_file_has_the_namespace_of_its_folder() =>
        Offenders.None(
            "The folder is the namespace:",
            from path in Repository.ProductSources
            let space = Repository.Lines(path).Select(line => Namespace().Match(line)).FirstOrDefault(match => match.Success)
            where space is not null
            let folder = string.Join('.', path.Split('/')[1..^1])
            where space.Groups["name"].Value != folder
            select $"{path}: {space.Groups["name"].Value}");

    [Fact]
    public void Files_are_short() =>
        Offenders.None(
            $"Split what is longer than {MostLines} lines, or say in LongFiles why it is better whole:",
            Repository.ProductSources.Where(path => Repository.Lines(path).Length > MostLines && !LongFiles.ContainsKey(path)));

    [Fact]
    public void The_list_of_long_files_is_up_to_date() =>
        Offenders.None(
            "These are no longer long: take them off LongFiles:",
            LongFiles.Keys.Where(path => !Repository.ProductSources.Contains(path) || Repository.Lines(path).Length <= MostLines));

    [Fact]
    public void Every_test_class_has_a_category() =>
        Offenders.None(
            "./tsps test chooses by category: give these a [Trait(Categories.Name, ...)]:",
            from path in Repository.TestSources
            let text = Repository.Text(path)
            where TestMethod().IsMatch(text) && !text.Contains("[Trait(Categories.Name, Categories.", StringComparison.Ordinal)
            select path);

    private static List<string> PublicTypes(string path) =>
        [.. Repository.Lines(path).Select(line => PublicType().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value).Distinct()];

    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|readonly|ref|partial|unsafe|record) )*(?:class|struct|interface|enum|record|delegate [^(]*?) ?(?<name>[A-Za-z_][A-Za-z0-9_]*)(?=[\s<({:;]|$)")]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^namespace (?<name>[A-Za-z0-9_.]+);")]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^\s+\[(Fact|Theory|Property)\b", RegexOptions.Multiline)]
    private static partial Regex TestMethod();
}
