using System.Text.Json.Serialization;

namespace Tsps.Storage;

/// <summary>
/// What the dashboard's <c>cmw.json</c> is computed from, so that publishing it need not read the scores of a week again. All of it can be made
/// anew from the rounds' documents.
/// </summary>
public sealed record OutputHistory : IStoredDocument
{
    public static int LatestSchema => 1;

    public int Schema { get; init; } = LatestSchema;

    public required string StreamId { get; init; }

    /// <summary>Key of the newest slot whose scores are in here; null when none are.</summary>
    public string? LastScored { get; init; }

    /// <summary>Key of the slot whose answers were published last; null when none were.</summary>
    public string? LastAnswered { get; init; }

    /// <summary>The errors by time of scoring, ascending.</summary>
    public IReadOnlyList<ErrorSum> Errors { get; init; } = [];

    /// <summary>Hotkeys, which <see cref="Wins"/> names by their place in here.</summary>
    public IReadOnlyList<string> Miners { get; init; } = [];

    /// <summary>The win scores of the last days, oldest first.</summary>
    public IReadOnlyList<WinScores> Wins { get; init; } = [];

    /// <summary>The stored document's version; empty when there is none yet.</summary>
    [JsonIgnore]
    public string Version { get; init; } = "";
}
