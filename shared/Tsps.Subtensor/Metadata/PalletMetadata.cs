namespace Tsps.Subtensor.Metadata;

/// <summary>A pallet: its number, its calls, events and errors (types of the registry, null when it has none), storage and constants.</summary>
internal sealed record PalletMetadata(
    string Name,
    byte Index,
    uint? CallType,
    uint? EventType,
    uint? ErrorType,
    IReadOnlyDictionary<string, StorageEntry> Storage,
    IReadOnlyDictionary<string, PalletConstant> Constants);

internal sealed record PalletConstant(string Name, uint Type, ReadOnlyMemory<byte> Value);
