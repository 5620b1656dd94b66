using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Tsps.Bittensor.Keys;
using Tsps.Domain;
using Tsps.Local.Hosting;
using Tsps.Mining;
using Tsps.Subtensor;
using Tsps.Subtensor.Development;

namespace Tsps.Local.Demo;

/// <summary>A demo on a real runtime: hotkeys are registered for a price, axons announced and weights set by extrinsics that the runtime checks.</summary>
/// <param name="endpoint">A runtime under Chopsticks, whose storage may be written.</param>
/// <param name="coldkey">Owns and pays for every neuron.</param>
internal sealed class ChainLedger(Uri endpoint, SubtensorClient client, Keypair coldkey) : IDemoLedger
{
    /// <summary>More than all registrations of a demo cost.</summary>
    private const decimal Balance = 1_000_000;

    private bool _isPrepared;

    /// <summary>The one subnet of the runtime's first state that takes neurons.</summary>
    public ushort Netuid => 1;

    public IReadOnlyList<(string Name, string Value)> Settings =>
        [("Subtensor:Network", endpoint.OriginalString), ("Subtensor:Netuid", Netuid.ToString(CultureInfo.InvariantCulture))];

    public async Task<ushort> RegisterAsync(Keypair hotkey, bool isValidator, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await using var session = client.Open();
        var cost = await session.ReadRegistrationCostAsync(Netuid, cancellationToken);
        await session.RegisterAsync(coldkey, Netuid, hotkey.Hotkey, cost, ExtrinsicWait.Finalized, cancellationToken);
        return await session.FindUidAsync(Netuid, hotkey.Hotkey, cancellationToken)
            ?? throw new SubtensorException($"Hotkey {hotkey.Hotkey} was registered and has no uid.");
    }

    /// <summary>The miner announces itself, as its timer does at minute 10.</summary>
    public async Task AnnounceAsync(ushort uid, Keypair hotkey, AxonEndpoint endpoint, FunctionHost miner, CancellationToken cancellationToken) =>
        await miner.Services.GetRequiredService<AxonAnnouncer>().AnnounceAsync(cancellationToken);

    public async Task<IReadOnlyDictionary<ushort, ushort>?> ReadWeightsAsync(ushort validatorUid, Hotkey validator, CancellationToken cancellationToken)
    {
        await using var session = client.Open();
        var weights = await session.ReadWeightsAsync(Netuid, validatorUid, cancellationToken);
        return weights.Count == 0 ? null : weights.ToDictionary(weight => weight.Uid, weight => weight.Value);
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (!_isPrepared)
        {
            var chain = new DevelopmentChain(client);
            await chain.FundAsync([coldkey], Balance, cancellationToken);
            await chain.LiftLimitsAsync(Netuid, cancellationToken);
            _isPrepared = true;
        }
    }
}
