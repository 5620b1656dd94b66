namespace Tsps.Subtensor.Development;

/// <summary>A value to write into the storage of a development chain.</summary>
/// <param name="Value">Its SCALE bytes; null removes the key, which brings the runtime's default back.</param>
/// <param name="Keys">The SCALE bytes of the item's parameters.</param>
public sealed record StorageWrite(string Pallet, string Item, byte[]? Value, params IReadOnlyList<byte[]> Keys);
