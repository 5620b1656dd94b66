namespace Tsps.Bittensor.Synapses;

/// <summary>The headers that carry a <see cref="TerminalInfo"/>: a prefix and the member's name, all in lower case (wire specification, sections 2 and 5).</summary>
public static class TerminalHeaders
{
    public const string AxonPrefix = "bt_header_axon_";

    public const string DendritePrefix = "bt_header_dendrite_";

    /// <summary>The prefix of the headers that stand for required members, see <see cref="SynapseMember.HeaderPlaceholder"/>.</summary>
    public const string InputPrefix = "bt_header_input_obj_";

    /// <summary>The known values as headers, in wire order.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Write(string prefix, TerminalInfo terminal)
    {
        foreach (var member in TerminalMember.All)
        {
            if (member.ToHeader(terminal) is { } text)
            {
                yield return new KeyValuePair<string, string>(prefix + member.Name, text);
            }
        }
    }

    /// <summary>Takes one header over if it begins with the prefix; letter case does not count, unknown members are passed over.</summary>
    /// <exception cref="SynapseFormatException">The value is no number where one is wanted.</exception>
    public static TerminalInfo Read(string prefix, TerminalInfo terminal, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(name);
        if (!name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            return terminal;
        }

        foreach (var member in TerminalMember.All)
        {
            if (name.AsSpan(prefix.Length).Equals(member.Name, StringComparison.OrdinalIgnoreCase))
            {
                return member.FromHeader(terminal, value);
            }
        }

        return terminal;
    }
}
