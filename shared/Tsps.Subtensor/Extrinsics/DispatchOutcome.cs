using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Extrinsics;

/// <summary>Whether the runtime did what an extrinsic of a block asked for: being in a block does not tell.</summary>
internal static class DispatchOutcome
{
    /// <summary>Null for success.</summary>
    /// <exception cref="ScaleException">The events tell nothing of this extrinsic.</exception>
    public static DispatchError? Of(RuntimeMetadata metadata, IReadOnlyList<ChainEvent> events, uint extrinsicIndex)
    {
        foreach (var record in events.Where(record => record.ExtrinsicIndex == extrinsicIndex && record.Pallet == "System"))
        {
            switch (record.Name)
            {
                case "ExtrinsicSuccess":
                    return null;
                case "ExtrinsicFailed":
                    return DispatchError.From(metadata, record.Fields.Field("dispatch_error"));
            }
        }

        throw new ScaleException($"The block's events do not tell how extrinsic {extrinsicIndex} ended.");
    }
}
