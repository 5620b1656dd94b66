namespace Tsps.Scoring;

/// <summary>The true closes of a request, or what is still lacking for them.</summary>
/// <param name="Closes">In USD, nearest first, as many as an answer has; empty unless complete.</param>
/// <param name="MissingCloseTimesMs">When the candles close, in Unix milliseconds, that are not there.</param>
public sealed record AlignedTruth(ReadOnlyMemory<double> Closes, IReadOnlyList<long> MissingCloseTimesMs)
{
    public bool IsComplete => MissingCloseTimesMs.Count == 0;
}
