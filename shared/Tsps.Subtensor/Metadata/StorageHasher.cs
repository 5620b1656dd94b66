namespace Tsps.Subtensor.Metadata;

/// <summary>How a parameter becomes a part of a storage key, in the order of the metadata's encoding.</summary>
internal enum StorageHasher : byte
{
    Blake2_128,
    Blake2_256,
    Blake2_128Concat,
    Twox128,
    Twox256,
    Twox64Concat,
    Identity,
}
