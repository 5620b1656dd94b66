namespace Tsps.Domain;

/// <summary>Keeps the last metagraph that was read, so that it serves while the chain is away.</summary>
public interface IMetagraphStore
{
    ValueTask SaveAsync(Metagraph metagraph, CancellationToken cancellationToken);

    /// <summary>The last one saved for <paramref name="netuid"/>; null when none was.</summary>
    ValueTask<Metagraph?> LoadAsync(ushort netuid, CancellationToken cancellationToken);
}
