using Tsps.Bittensor.Synapses;

namespace Tsps.Bittensor.Dendrite;

/// <summary>One request and what came of it.</summary>
/// <param name="Elapsed">From the request's first byte to the answer's last, or to what went wrong.</param>
/// <param name="IsOnOldConnection">Whether it went over a connection that was opened for an earlier request, and which the other side may have closed meanwhile.</param>
internal sealed record Exchange(Synapse Synapse, DendriteFault Fault, long RequestBytes, long AnswerBytes, TimeSpan Elapsed, bool IsOnOldConnection);
