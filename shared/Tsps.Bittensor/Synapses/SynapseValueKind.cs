namespace Tsps.Bittensor.Synapses;

/// <summary>The types of members (wire specification, sections 1 and 2).</summary>
public enum SynapseValueKind
{
    Text,

    /// <summary>64 bits.</summary>
    Integer,

    /// <summary>128 bits, as nonces may have.</summary>
    LargeInteger,

    Number,
    NumberList,
    Truth,
    Tensor,
}
