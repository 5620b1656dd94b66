using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Extrinsics;

/// <summary>Reads a call back from its bytes, as the runtime will read it.</summary>
internal static class CallDecoder
{
    /// <exception cref="ScaleException">These bytes are no call of this runtime.</exception>
    public static (string Pallet, string Name, IReadOnlyList<KeyValuePair<string, ScaleValue>> Arguments) Decode(RuntimeMetadata metadata, ReadOnlySpan<byte> call)
    {
        var reader = new ScaleReader(call);
        var pallet = metadata.Pallet(reader.ReadByte());
        var index = reader.ReadByte();
        var variant = pallet.CallType is { } type && metadata.Types[type].Definition is VariantType calls && calls.Find(index) is { } found
            ? found
            : throw new ScaleException($"The runtime's pallet {pallet.Name} has no call of index {index}.");
        var arguments = new List<KeyValuePair<string, ScaleValue>>(variant.Fields.Count);
        foreach (var field in variant.Fields)
        {
            arguments.Add(KeyValuePair.Create(field.Name, ScaleDecoder.Read(metadata.Types, field.Type, ref reader)));
        }

        reader.ExpectEnd();
        return (pallet.Name, variant.Name, arguments);
    }
}
