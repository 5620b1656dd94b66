using System.Text.Json;

namespace Tsps.Bittensor.Synapses;

/// <summary>A kind of synapse: its name, and its own members in wire order.</summary>
public sealed class SynapseType
{
    private static readonly SynapseMember[] Common =
    [
        SynapseMember.Of<Synapse, double?>(
            "timeout", SynapseValueKind.Number, s => s.Timeout, (s, value) => s with { Timeout = value ?? Synapse.DefaultTimeout }, isNullable: true),
        SynapseMember.Of<Synapse, long?>(
            "total_size", SynapseValueKind.Integer, s => s.TotalSize, (s, value) => s with { TotalSize = value ?? 0 }, isNullable: true),
        SynapseMember.Of<Synapse, long?>(
            "header_size", SynapseValueKind.Integer, s => s.HeaderSize, (s, value) => s with { HeaderSize = value ?? 0 }, isNullable: true),
        SynapseMember.Of<Synapse, string?>(
            "computed_body_hash", SynapseValueKind.Text, s => s.ComputedBodyHash, (s, value) => s with { ComputedBodyHash = value ?? "" }, isNullable: true),
    ];

    internal SynapseType(Synapse blank, params IReadOnlyList<SynapseMember> members)
    {
        Blank = blank;
        Members = members;
    }

    /// <summary>The class name, which is also the URL path.</summary>
    public string Name => Blank.Name;

    /// <summary>The members beyond those of every synapse, in wire order.</summary>
    public IReadOnlyList<SynapseMember> Members { get; }

    /// <summary>A synapse with an empty value for every member: what an axon knows before it has read the body.</summary>
    public Synapse Blank { get; }

    /// <param name="reader">Stands on a member's name.</param>
    internal SynapseMember? Find(ref Utf8JsonReader reader) => Find(ref reader, Members) ?? Find(ref reader, Common);

    private static SynapseMember? Find(ref Utf8JsonReader reader, IReadOnlyList<SynapseMember> members)
    {
        foreach (var member in members)
        {
            if (reader.ValueTextEquals(member.Utf8Name))
            {
                return member;
            }
        }

        return null;
    }
}
