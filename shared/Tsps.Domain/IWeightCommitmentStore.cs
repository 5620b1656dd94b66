namespace Tsps.Domain;

/// <summary>Keeps what validators committed to until it is revealed, across restarts.</summary>
public interface IWeightCommitmentStore
{
    /// <summary>Stores a commitment; it is on disk when this returns.</summary>
    ValueTask AddAsync(WeightCommitment commitment, CancellationToken cancellationToken);

    /// <summary>Those of one validator on subnets of one number that were not removed yet, the earliest prepared first; of other networks too (<see cref="WeightCommitment.MayBeOfAnotherChain"/>).</summary>
    ValueTask<IReadOnlyList<WeightCommitment>> ListAsync(ushort netuid, Hotkey validator, CancellationToken cancellationToken);

    /// <summary>Keeps why revealing a commitment failed, in place of an earlier reason; nothing where it was removed already.</summary>
    ValueTask RecordFailureAsync(WeightCommitment commitment, string reason, CancellationToken cancellationToken);

    /// <summary>Forgets a commitment that needs no reveal any more, whether it is there or not.</summary>
    ValueTask RemoveAsync(WeightCommitment commitment, CancellationToken cancellationToken);
}
