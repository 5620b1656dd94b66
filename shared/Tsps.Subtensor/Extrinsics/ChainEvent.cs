using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Extrinsics;

/// <summary>Something that a block did.</summary>
/// <param name="ExtrinsicIndex">The extrinsic of the block that did it; null for the block's own begin and end.</param>
internal sealed record ChainEvent(uint? ExtrinsicIndex, string Pallet, string Name, ScaleComposite Fields)
{
    /// <summary>Reads the value of the storage item <c>System.Events</c>.</summary>
    public static IReadOnlyList<ChainEvent> ListFrom(ScaleValue events) => [.. events.AsItems().Select(record => From(record.AsStructure()))];

    public override string ToString() =>
        $"{Pallet}.{Name}{(Fields.Fields.Count == 0 ? "" : $"({string.Join(", ", Fields.Fields.Select(field => ScaleDisplay.Of(field.Key, field.Value)))})")}";

    private static ChainEvent From(ScaleComposite record)
    {
        var phase = Variant(record.Field("phase"));
        var pallet = Variant(record.Field("event"));
        var @event = Variant(pallet.Content.Fields[0].Value);
        uint? extrinsic = phase.Name == "ApplyExtrinsic" ? (uint)phase.Content.Fields[0].Value.AsNumber() : null;
        return new ChainEvent(extrinsic, pallet.Name, @event.Name, @event.Content);
    }

    private static ScaleVariant Variant(ScaleValue value) => value as ScaleVariant ?? throw new ScaleException($"An event record holds {value} where an enumeration was expected.");
}
