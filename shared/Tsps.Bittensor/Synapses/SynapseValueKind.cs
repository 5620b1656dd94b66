namespace Tsps.Bittensor.Synapses;

/// <summary>The types of synapse members (wire specification, section 1).</summary>
public enum SynapseValueKind
{
    Text,
    Integer,
    NumberList,
    Truth,
    Tensor,
}
