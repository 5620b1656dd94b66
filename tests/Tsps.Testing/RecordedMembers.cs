using System.Text.Json;

namespace Tsps.Testing;

/// <summary>The names of the members that recorded vectors have, so that a test can hold that each is read or set aside with a reason.</summary>
public static class RecordedMembers
{
    /// <summary>What each SDK, or a call or a setting of it, made of a case is gone through by its name. What another one made is a member like any other, which no test reads yet.</summary>
    private static readonly HashSet<string> Sdks =
    [
        "bittensor_6.7.2", "bittensor_6.7.2_keypair_verify",
        "bittensor_10.5.0", "bittensor_10.5.0_dtype_without_torch_prefix", "bittensor_10.5.0_use_torch_1_differs_from_6.7.2", "bittensor_10.5.0_without_torch",
        "bittensor-wallet_4.1.1", "bittensor-wallet_4.1.1_keypair_public", "bittensor-wallet_4.1.1_keypair_verify",
    ];

    /// <summary>The members of a file that none of its readers names and that are not set aside.</summary>
    /// <param name="tables">Tables whose members are cases: they are gone through, not named.</param>
    /// <param name="takenApart">Members whose content is asserted as a whole: neither named nor gone through.</param>
    /// <param name="setAside">Members that no test asserts, by name or, where only one file's is meant, by file and name: not gone through.</param>
    public static IEnumerable<string> Unread(
        string file, TestSources sources, IReadOnlySet<string> tables, IReadOnlySet<string> takenApart, IEnumerable<string> setAside)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var isSetAside = SetAsideOf(file, setAside);
        return NamesOf(file, tables, takenApart, isSetAside).Except(sources.MembersNamed(file)).Except(isSetAside);
    }

    /// <summary>Members set aside that no file has, or that the readers of each file that has them name.</summary>
    public static IEnumerable<string> NeedlesslySetAside(
        IReadOnlyList<string> files, TestSources sources, IReadOnlySet<string> tables, IReadOnlySet<string> takenApart, IReadOnlyCollection<string> setAside)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(sources);
        var needed =
            from file in files
            from name in NamesOf(file, tables, takenApart, SetAsideOf(file, setAside)).Except(sources.MembersNamed(file))
            from key in new[] { name, $"{file}/{name}" }
            select key;
        return setAside.Except(needed);
    }

    /// <summary>Those of all files and of this one.</summary>
    private static HashSet<string> SetAsideOf(string file, IEnumerable<string> setAside) =>
        [.. setAside.Select(name => name.StartsWith(file + '/', StringComparison.Ordinal) ? name[(file.Length + 1)..] : name)];

    private static HashSet<string> NamesOf(string file, IReadOnlySet<string> tables, IReadOnlySet<string> takenApart, HashSet<string> setAside)
    {
        var names = new HashSet<string>();
        using var vectors = GoldenFile.Read(file);
        new Collector(tables, takenApart, setAside, names).Collect(vectors.RootElement, areCases: false);
        return names;
    }

    private sealed class Collector(IReadOnlySet<string> tables, IReadOnlySet<string> takenApart, HashSet<string> setAside, HashSet<string> names)
    {
        public void Collect(JsonElement element, bool areCases)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in element.EnumerateArray())
                {
                    Collect(item, areCases: false);
                }
            }
            else if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in element.EnumerateObject().Where(member => !takenApart.Contains(member.Name)))
                {
                    Collect(member, areCases);
                }
            }
        }

        private void Collect(JsonProperty member, bool areCases)
        {
            if (!areCases && !Sdks.Contains(member.Name))
            {
                names.Add(member.Name);
            }

            if (!setAside.Contains(member.Name))
            {
                Collect(member.Value, tables.Contains(member.Name) || (areCases && Sdks.Contains(member.Name)));
            }
        }
    }
}
