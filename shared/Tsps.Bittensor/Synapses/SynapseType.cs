namespace Tsps.Bittensor.Synapses;

/// <summary>A kind of synapse: its name, and its own members in wire order.</summary>
public sealed class SynapseType
{
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

    internal SynapseMember? Find(ReadOnlySpan<byte> utf8Name)
    {
        foreach (var member in Members)
        {
            if (utf8Name.SequenceEqual(member.Utf8Name))
            {
                return member;
            }
        }

        return null;
    }
}
