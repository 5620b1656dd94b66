using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Synapses;

namespace Tsps.Validation.Asking;

/// <summary>Whether a miner forecast what it had committed to, as an operator wants to see it.</summary>
/// <param name="Committed">The hash that the miner answered first.</param>
/// <param name="Forecast">The hash of the forecast that came later; null when none could be read.</param>
/// <param name="Refusal">A sentence on why a validator of generation v6 does not keep the forecast; null when it does.</param>
public sealed record CommitmentReport(string Committed, string? Forecast, string? Refusal)
{
    public bool IsKept => Refusal is null;

    /// <param name="hash">The answer to LiveForwardHash, with a commitment.</param>
    /// <param name="forecast">The answer to the LiveForward that followed.</param>
    /// <param name="size">Number of closes that were asked for.</param>
    /// <exception cref="ArgumentException">These are no answers to the two synapses, or there is no commitment.</exception>
    public static CommitmentReport Of(DendriteAnswer<Synapse> hash, DendriteAnswer<Synapse> forecast, int size)
    {
        ArgumentNullException.ThrowIfNull(hash);
        ArgumentNullException.ThrowIfNull(forecast);
        if (hash.Synapse is not LiveForwardHash { HashedPredictions: { } committed } committing || forecast.Synapse is not LiveForward live)
        {
            throw new ArgumentException("A commitment in the answer to LiveForwardHash is held against the answer to LiveForward.", nameof(hash));
        }

        var answer = new DendriteAnswer<LiveForward>(forecast.Target, live, forecast.Fault);
        var kept = ForecastReader.ReadCommitted(new DendriteAnswer<LiveForwardHash>(hash.Target, committing, hash.Fault), answer, size);
        var predictions = ForecastReader.Read(answer, size).Predictions;
        return new CommitmentReport(committed, predictions is null ? null : Commitment.Of(forecast.Target.Hotkey, predictions), kept.Refusal);
    }
}
