using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Extrinsics;

/// <summary>Why a runtime undid a call that was in a block.</summary>
/// <param name="Pallet">The pallet that gave the error; empty for errors of the framework.</param>
/// <param name="Name">The error's name in the metadata.</param>
internal sealed record DispatchError(string Pallet, string Name)
{
    /// <summary>Names the error of an <c>ExtrinsicFailed</c> event.</summary>
    public static DispatchError From(RuntimeMetadata metadata, ScaleValue value)
    {
        var error = value as ScaleVariant ?? throw new ScaleException($"A dispatch error is {value}.");
        if (error.Name == "Module" && error.Content.Fields is [{ Value: ScaleComposite module }])
        {
            return FromModule(metadata, module.Byte("index"), module.Bytes("error"));
        }

        var detail = error.Content.Fields is [{ Value: ScaleVariant inner }] ? $".{inner.Name}" : "";
        return new DispatchError("", error.Name + detail);
    }

    private static DispatchError FromModule(RuntimeMetadata metadata, byte pallet, byte[] error)
    {
        var found = error is [var index, ..] ? metadata.FindError(pallet, index) : null;
        return new DispatchError(
            metadata.Pallets.FirstOrDefault(candidate => candidate.Index == pallet)?.Name ?? $"pallet {pallet}",
            found?.Name ?? $"error {Hex.Encode(error)}");
    }
}
