using System.Collections.Concurrent;
using Tsps.Domain;

namespace Tsps.Subtensor.Tests.Support;

/// <summary>Commitments as several instances of a validator share them.</summary>
internal sealed class MemoryCommitments : IWeightCommitmentStore
{
    private readonly ConcurrentDictionary<string, WeightCommitment> _byHash = new();

    public ICollection<WeightCommitment> Commitments => _byHash.Values;

    /// <summary>What a write fails with.</summary>
    public Exception? Failure { get; init; }

    public ValueTask AddAsync(WeightCommitment commitment, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        _byHash[commitment.Hash] = commitment;
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<WeightCommitment>> ListAsync(ushort netuid, Hotkey validator, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<WeightCommitment>>(
            [.. _byHash.Values.Where(commitment => commitment.Netuid == netuid && commitment.Validator == validator).OrderBy(commitment => commitment.PreparedAtBlock)]);

    public ValueTask RecordFailureAsync(WeightCommitment commitment, string reason, CancellationToken cancellationToken)
    {
        _byHash.TryUpdate(commitment.Hash, commitment with { LastFailure = reason }, commitment);
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(WeightCommitment commitment, CancellationToken cancellationToken)
    {
        _byHash.TryRemove(commitment.Hash, out _);
        return ValueTask.CompletedTask;
    }
}
