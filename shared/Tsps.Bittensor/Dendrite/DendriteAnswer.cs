using Tsps.Bittensor.Synapses;

namespace Tsps.Bittensor.Dendrite;

/// <summary>What became of asking one target. A peer's fault is a status here, never an exception.</summary>
/// <param name="Target">Who was asked.</param>
/// <param name="Synapse">The synapse as asked, with what the answer changed; its tensors are not decoded yet.</param>
/// <param name="Fault">Where the exchange went wrong, if it did.</param>
public sealed record DendriteAnswer<TSynapse>(DendriteTarget Target, TSynapse Synapse, DendriteFault Fault)
    where TSynapse : Synapse
{
    private const int Success = 200;

    /// <summary>
    /// The axon's status by its headers, else by the answer's body, else (unless the HTTP status is 200) the HTTP status;
    /// null when an HTTP 200 answer states none. After a fault: 400, 408, 422 or 503.
    /// </summary>
    public int? StatusCode => Synapse.Dendrite.StatusCode is { } code and >= int.MinValue and <= int.MaxValue ? (int)code : null;

    public string? StatusMessage => Synapse.Dendrite.StatusMessage;

    /// <summary>Seconds of the whole exchange; null after a fault.</summary>
    public double? ProcessTime => Synapse.Dendrite.ProcessTime;

    public bool IsSuccess => StatusCode == Success;

    /// <summary>Whether the other side spoke HTTP at all: what keeps a miner from falling dormant.</summary>
    public bool HasAnswered => Fault is DendriteFault.None or DendriteFault.MalformedAnswer;

    /// <summary>Length of the request's body; 0 when nothing was sent.</summary>
    public long RequestBytes { get; init; }

    /// <summary>Length of the answer's body after decompression; 0 when none was read.</summary>
    public long AnswerBytes { get; init; }
}
