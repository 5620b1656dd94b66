using Tsps.Bittensor.Keys;
using Tsps.Domain;
using Tsps.Local.Hosting;

namespace Tsps.Local.Demo;

/// <summary>Where a demo's neurons are registered and its weights are set: the local registry, or a real runtime.</summary>
internal interface IDemoLedger
{
    ushort Netuid { get; }

    /// <summary>The settings by which the apps find it.</summary>
    IReadOnlyList<(string Name, string Value)> Settings { get; }

    /// <summary>Registers a neuron and tells its uid.</summary>
    Task<ushort> RegisterAsync(Keypair hotkey, bool isValidator, CancellationToken cancellationToken);

    /// <summary>Makes known where a miner's axon listens.</summary>
    Task AnnounceAsync(ushort uid, Keypair hotkey, AxonEndpoint endpoint, FunctionHost miner, CancellationToken cancellationToken);

    /// <summary>The weights that the validator set last, by uid; null before it set any.</summary>
    Task<IReadOnlyDictionary<ushort, ushort>?> ReadWeightsAsync(ushort validatorUid, Hotkey validator, CancellationToken cancellationToken);
}
