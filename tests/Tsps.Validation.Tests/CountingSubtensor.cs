using Tsps.Domain;
using Tsps.Subtensor;

namespace Tsps.Validation.Tests;

/// <summary>The registry, counting; refuses weights as long as a test wants it to.</summary>
internal sealed class CountingSubtensor(ISubtensor inner) : ISubtensor
{
    public int WeightsSet { get; private set; }

    public int WeightsTried { get; private set; }

    public string? Refusal { get; set; }

    /// <summary>Whether the subnet's rate limit still lasts.</summary>
    public bool IsLimited { get; set; }

    /// <summary>Whether the instance is ended between the chain's answer and what follows.</summary>
    public bool DiesAfterSending { get; set; }

    public ValueTask<Metagraph> ReadMetagraphAsync(ushort netuid, CancellationToken cancellationToken) => inner.ReadMetagraphAsync(netuid, cancellationToken);

    public async ValueTask<WeightsResult> SetWeightsAsync(ushort netuid, IHotkeySigner validator, IReadOnlyList<UidWeight> weights, CancellationToken cancellationToken)
    {
        WeightsTried++;
        if (Refusal is { } reason)
        {
            throw new SubtensorException(reason);
        }

        if (IsLimited)
        {
            return new WeightsResult(WeightsOutcome.TooEarly, 100);
        }

        var result = await inner.SetWeightsAsync(netuid, validator, weights, cancellationToken);
        WeightsSet++;
        return DiesAfterSending ? throw new InstanceDiedException() : result;
    }

    public ValueTask AnnounceAxonAsync(ushort netuid, IHotkeySigner miner, AxonEndpoint endpoint, CancellationToken cancellationToken) =>
        inner.AnnounceAxonAsync(netuid, miner, endpoint, cancellationToken);
}
