namespace Tsps.Domain;

/// <summary>Keeps the last metagraph that was read, so that it serves while the chain is away.</summary>
public interface IMetagraphStore
{
    /// <param name="network">Which chain it was read from: the subnets of different ones have the same numbers.</param>
    ValueTask SaveAsync(string network, Metagraph metagraph, CancellationToken cancellationToken);

    /// <summary>The last one saved for <paramref name="netuid"/>; null when none was, or when that one is of another network.</summary>
    ValueTask<Metagraph?> LoadAsync(string network, ushort netuid, CancellationToken cancellationToken);
}
