using System.Globalization;
using Tsps.Bittensor.Keys;
using Tsps.Domain;
using Tsps.Local.Hosting;
using Tsps.Subtensor;

namespace Tsps.Local.Demo;

/// <summary>A demo on the local registry.</summary>
/// <param name="connection">The storage account that holds it.</param>
internal sealed class RegistryLedger(LocalRegistry registry, string connection) : IDemoLedger
{
    private const decimal ValidatorStake = 10_000;

    private ushort _registered;

    public ushort Netuid => 8;

    public IReadOnlyList<(string Name, string Value)> Settings =>
        [("Subtensor:Netuid", Netuid.ToString(CultureInfo.InvariantCulture)), ("Subtensor:RegistryStorage", connection)];

    public async Task<ushort> RegisterAsync(Keypair hotkey, bool isValidator, CancellationToken cancellationToken)
    {
        var uid = _registered++;
        await registry.AddAsync(Netuid, new Neuron(uid, hotkey.Hotkey, isValidator ? ValidatorStake : 0, isValidator, Axon: null), cancellationToken);
        return uid;
    }

    public async Task AnnounceAsync(ushort uid, Keypair hotkey, AxonEndpoint endpoint, FunctionHost miner, CancellationToken cancellationToken) =>
        await registry.AnnounceAxonAsync(Netuid, hotkey, endpoint, cancellationToken);

    public async Task<IReadOnlyDictionary<ushort, ushort>?> ReadWeightsAsync(ushort validatorUid, Hotkey validator, CancellationToken cancellationToken) =>
        (await registry.ReadWeightsAsync(Netuid, validator, cancellationToken))?.Weights.ToDictionary(weight => weight.Uid, weight => weight.Value);
}
