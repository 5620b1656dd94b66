using Tsps.Domain;

namespace Tsps.Scoring.Tests;

/// <summary>Short ways to states, answers and truths.</summary>
internal static class Make
{
    public static Hotkey Hotkey(int number) => new($"miner{number:D3}");

    /// <summary>A state of miners 0, 1, … with these scores.</summary>
    public static ScoreState State(params double[] scores) =>
        ScoreState.From(scores.Select((score, number) => KeyValuePair.Create(Hotkey(number), score)));

    public static MinerAnswer Answer(int number, params double[] closes) => new(Hotkey(number), AnswerPrecision.Float64, closes);

    /// <summary>A gently rising market.</summary>
    public static double[] Truth(int size = 100) => [.. Enumerable.Range(0, size).Select(step => 60_000 + (10.0 * step))];

    /// <summary>An answer that is off by the same amount at every step, which is then its error.</summary>
    public static MinerAnswer OffBy(int number, double amount, int size = 100) => Answer(number, [.. Truth(size).Select(close => close + amount)]);

    public static Metagraph Metagraph(params int[] minersByUid) =>
        new(8, 0, DateTimeOffset.UnixEpoch, minersByUid.Select((number, uid) => new Neuron((ushort)uid, Hotkey(number), 0, false, null)));
}
