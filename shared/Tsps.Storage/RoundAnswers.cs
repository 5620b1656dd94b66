using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>Everything that came back in a round: the document <c>answers.json</c>, written once and never changed. Schema 1 knew no <see cref="Subnet"/>.</summary>
public sealed record RoundAnswers : IStoredDocument
{
    public static int LatestSchema => 2;

    public int Schema { get; init; } = LatestSchema;

    public required string StreamId { get; init; }

    /// <summary>The slot's key, <c>yyyyMMddHHmm</c> UTC.</summary>
    public required string Slot { get; init; }

    public required Guid RequestUuid { get; init; }

    /// <summary>Whose miners were asked; null where it is not known.</summary>
    public Subnet? Subnet { get; init; }

    /// <summary>Unix milliseconds at which the question was put together: forecasts begin here.</summary>
    public required long StartMs { get; init; }

    /// <summary>Unix milliseconds of the end of the last forecast interval.</summary>
    public required long EndMs { get; init; }

    /// <summary>How many candles the miners were given.</summary>
    public required int SampleColumns { get; init; }

    /// <summary>One a miner asked, by ascending uid.</summary>
    public required IReadOnlyList<MinerReply> Replies { get; init; }

    /// <inheritdoc/>
    string? IStoredDocument.FindDamage() => StoredHotkeys.FindDamage("its replies", Replies, reply => reply.Hotkey);
}
