using System.Text.Json;

namespace Tsps.Testing;

/// <summary>The names of the members that recorded vectors have, so that a test can hold that each is read or set aside with a reason.</summary>
public static class RecordedMembers
{
    /// <param name="root">The vectors.</param>
    /// <param name="tables">Tables whose members are cases: they are gone through, not named.</param>
    /// <param name="takenApart">Members whose content is asserted as a whole: neither named nor gone through.</param>
    /// <param name="setAside">Members that no test asserts: named, and not gone through.</param>
    public static IReadOnlySet<string> NamesOf(
        JsonElement root, IReadOnlySet<string> tables, IReadOnlySet<string> takenApart, IEnumerable<string> setAside)
    {
        var names = new HashSet<string>();
        new Collector(tables, takenApart, setAside.ToHashSet(), names).Collect(root, areCases: false);
        return names;
    }

    /// <summary>What each SDK made of a case is gone through by the SDK's name.</summary>
    private static bool IsSdk(string name) => name.StartsWith("bittensor", StringComparison.Ordinal);

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
            if (!areCases && !IsSdk(member.Name))
            {
                names.Add(member.Name);
            }

            if (!setAside.Contains(member.Name))
            {
                Collect(member.Value, tables.Contains(member.Name) || (areCases && IsSdk(member.Name)));
            }
        }
    }
}
