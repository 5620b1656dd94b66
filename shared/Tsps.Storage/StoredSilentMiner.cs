using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>A silent miner as it lies in storage.</summary>
internal sealed record StoredSilentMiner(string Hotkey, string Axon, int Misses, DateTimeOffset? AskAgainAt, Guid RequestUuid)
{
    public static StoredSilentMiner From(SilentMiner miner) => new(miner.Hotkey.Address, miner.Axon, miner.Misses, miner.AskAgainAt, miner.RequestUuid);

    public SilentMiner ToSilent() => new(new Hotkey(Hotkey), Axon, Misses, AskAgainAt, RequestUuid);
}
