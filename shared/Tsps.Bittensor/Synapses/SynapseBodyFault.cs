namespace Tsps.Bittensor.Synapses;

/// <summary>What is wrong with a body; axons answer each with another status (wire specification, section 4, steps 7 and 9).</summary>
public enum SynapseBodyFault
{
    /// <summary>The bytes are not UTF-8.</summary>
    NotUtf8,

    /// <summary>The text is not JSON, or more follows it.</summary>
    NotJson,

    /// <summary>Nothing, or JSON of another kind than an object.</summary>
    NotAnObject,

    /// <summary>A member is missing or of the wrong type.</summary>
    WrongMember,

    /// <summary>A tensor is no tensor block.</summary>
    WrongTensor,
}
