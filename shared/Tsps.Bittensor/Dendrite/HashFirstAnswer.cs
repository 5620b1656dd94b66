using Tsps.Bittensor.Synapses;

namespace Tsps.Bittensor.Dendrite;

/// <summary>Both answers of one target, and what comes of them.</summary>
/// <param name="Forward">Null when there was no commitment, and so no second question.</param>
public sealed record HashFirstAnswer(DendriteAnswer<LiveForwardHash> Hash, DendriteAnswer<LiveForward>? Forward, ForecastReading Reading);
