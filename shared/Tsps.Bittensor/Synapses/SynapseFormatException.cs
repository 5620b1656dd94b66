namespace Tsps.Bittensor.Synapses;

/// <summary>A body is no synapse of the expected kind. The message names the member and may be shown to the peer.</summary>
public sealed class SynapseFormatException : FormatException
{
    public SynapseFormatException()
    {
    }

    public SynapseFormatException(string message)
        : base(message)
    {
    }

    public SynapseFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public SynapseFormatException(SynapseBodyFault fault, string message, Exception? innerException = null)
        : base(message, innerException) =>
        Fault = fault;

    public SynapseBodyFault Fault { get; } = SynapseBodyFault.WrongMember;
}
