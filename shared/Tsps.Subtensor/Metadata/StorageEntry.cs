namespace Tsps.Subtensor.Metadata;

/// <summary>A storage item as the metadata declares it.</summary>
/// <param name="Pallet">The pallet's storage prefix.</param>
/// <param name="IsOptional">An absent key means "none"; otherwise it means <paramref name="Default"/>.</param>
/// <param name="KeyTypes">The types of the parameters, in their order, one a hasher.</param>
internal sealed record StorageEntry(
    string Pallet,
    string Name,
    bool IsOptional,
    IReadOnlyList<StorageHasher> Hashers,
    IReadOnlyList<uint> KeyTypes,
    uint ValueType,
    ReadOnlyMemory<byte> Default);
