using Tsps.Bittensor.Synapses;

namespace Tsps.Bittensor.Dendrite;

/// <summary>One request and what came of it.</summary>
/// <param name="IsOnOldConnection">Whether it went over a connection that was opened for an earlier request, and which the other side may have closed meanwhile.</param>
internal readonly record struct Exchange(Synapse Synapse, DendriteFault Fault, long RequestBytes, long AnswerBytes, bool IsOnOldConnection);
