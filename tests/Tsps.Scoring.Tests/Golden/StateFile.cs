using System.Text.Json;
using System.Text.RegularExpressions;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

/// <summary>The reference's file of the state: one JSON object, with Python's blanks and float text, in the order of the state (scoring specification, section 2.5).</summary>
internal static partial class StateFile
{
    public static ScoreState Read(string text) => ScoreState.From(JsonDocument.Parse(BareNaN().Replace(text, "\"NaN\"")).RootElement
        .EnumerateObject().Select(property => KeyValuePair.Create(new Hotkey(property.Name), property.Value.AsDouble())));

    public static string Write(ScoreState state) => $"{{{string.Join(", ", state.Select(entry => $"\"{entry.Key}\": {Text(entry.Value)}"))}}}";

    /// <summary>In JSON Python spells NaN otherwise than in print.</summary>
    private static string Text(double score) => double.IsNaN(score) ? "NaN" : PythonFloat.Format(score);

    [GeneratedRegex(@"\bNaN\b")]
    private static partial Regex BareNaN();
}
