using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Storage;

/// <summary>Values of storage items.</summary>
internal static class StorageValue
{
    /// <param name="types">The registry that <paramref name="entry"/> refers to.</param>
    /// <param name="entry">The item.</param>
    /// <param name="raw">What the node answered; null for an absent key, which means "none" or the metadata's default.</param>
    public static ScaleValue Decode(TypeRegistry types, StorageEntry entry, byte[]? raw) => raw switch
    {
        not null => ScaleDecoder.Decode(types, entry.ValueType, raw),
        null when entry.IsOptional => ScaleNone.Instance,
        null => ScaleDecoder.Decode(types, entry.ValueType, entry.Default.Span),
    };
}
