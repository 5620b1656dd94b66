using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Extrinsics;

/// <summary>Encodes calls: the numbers, order and types come from the metadata, the arguments by name from us.</summary>
internal static class CallEncoder
{
    /// <exception cref="SubtensorException">This runtime has no such call, or with other arguments.</exception>
    public static byte[] Encode(RuntimeMetadata metadata, string pallet, string call, params IReadOnlyList<(string Name, ScaleValue Value)> arguments)
    {
        var variant = metadata.FindCall(pallet, call) ?? throw new SubtensorException(
            $"The chain's runtime has no call {pallet}.{call}, so nothing was sent. It may be an older one: mechanisms other than 0 and timelocked weights came later.");
        var writer = new ScaleWriter();
        writer.WriteByte(metadata.Pallet(pallet).Index);
        writer.WriteByte(variant.Index);
        foreach (var field in variant.Fields)
        {
            var value = arguments.FirstOrDefault(argument => argument.Name == field.Name).Value
                ?? throw new SubtensorException($"The chain's {pallet}.{call} wants an argument '{field.Name}', which this version of Tsps does not know.");
            ScaleEncoder.Write(metadata.Types, field.Type, value, writer);
        }

        return variant.Fields.Count == arguments.Count
            ? writer.ToArray()
            : throw new SubtensorException($"The chain's {pallet}.{call} takes {variant.Fields.Count} arguments, not {arguments.Count}.");
    }
}
