using System.Text.Json.Serialization;

namespace Tsps.Storage;

/// <summary>What miners had won at one time.</summary>
/// <param name="TimestampMs">Unix milliseconds.</param>
/// <param name="Miners">Places in the list of hotkeys.</param>
/// <param name="Scores">The smoothed score of each.</param>
public sealed record WinScores(
    long TimestampMs,
    [property: JsonConverter(typeof(PackedNumbersConverter<int>))] IReadOnlyList<int> Miners,
    [property: JsonConverter(typeof(PackedNumbersConverter<double>))] IReadOnlyList<double> Scores);
