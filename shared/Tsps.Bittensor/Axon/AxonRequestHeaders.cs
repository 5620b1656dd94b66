using Tsps.Bittensor.Synapses;

namespace Tsps.Bittensor.Axon;

/// <summary>What an axon knows of a request before it reads the body (wire specification, section 2, and section 4, step 2).</summary>
internal sealed record AxonRequestHeaders
{
    private const string TimeoutName = "timeout";
    private const string HeaderSizeName = "header_size";
    private const string TotalSizeName = "total_size";
    private const string ComputedBodyHashName = "computed_body_hash";

    /// <summary>Seconds that the caller says it waits; may be negative or no number. Null when it says nothing.</summary>
    public double? Timeout { get; private init; }

    public long? HeaderSize { get; private init; }

    public long? TotalSize { get; private init; }

    /// <summary>Part of the signed text.</summary>
    public string? ComputedBodyHash { get; private init; }

    public TerminalInfo Dendrite { get; private init; } = TerminalInfo.Empty;

    public TerminalInfo Axon { get; private init; } = TerminalInfo.Empty;

    /// <summary>The required members that are announced as having a value, in wire order.</summary>
    public IReadOnlyList<SynapseMember> Inputs { get; private init; } = [];

    /// <summary>Reads the headers of a request for a synapse of <paramref name="type"/>: names in any letter case, of repeated ones the last, unknown ones passed over.</summary>
    /// <exception cref="SynapseFormatException">A required header is missing, or one does not hold what it should; the message says which.</exception>
    public static AxonRequestHeaders Read(SynapseType type, IEnumerable<KeyValuePair<string, string>> headers)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(headers);
        Dictionary<string, string> last = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers)
        {
            last[name] = value;
        }

        var dendrite = TerminalInfo.Empty;
        var axon = TerminalInfo.Empty;
        foreach (var (name, value) in last)
        {
            dendrite = TerminalHeaders.Read(TerminalHeaders.DendritePrefix, dendrite, name, value);
            axon = TerminalHeaders.Read(TerminalHeaders.AxonPrefix, axon, name, value);
        }

        return new AxonRequestHeaders
        {
            Timeout = ReadTimeout(last),
            HeaderSize = ReadSize(last, HeaderSizeName),
            TotalSize = ReadSize(last, TotalSizeName),
            ComputedBodyHash = last.GetValueOrDefault(ComputedBodyHashName),
            Dendrite = dendrite,
            Axon = axon,
            Inputs = [.. type.Members.Where(member => member.IsRequired && InputPlaceholder.HasValue(member, last))],
        };
    }

    private static double? ReadTimeout(Dictionary<string, string> headers)
    {
        if (!headers.TryGetValue(TimeoutName, out var text))
        {
            return null;
        }

        return PythonFloat.TryParse(text, out var seconds) ? seconds : throw new SynapseFormatException($"The header {TimeoutName} is no number of seconds.");
    }

    private static long? ReadSize(Dictionary<string, string> headers, string name)
    {
        if (!headers.TryGetValue(name, out var text))
        {
            return null;
        }

        return PythonInteger.TryParse(text, out var size) && size >= long.MinValue && size <= long.MaxValue
            ? (long)size
            : throw new SynapseFormatException($"The header {name} is no integer.");
    }
}
