using System.Globalization;
using Tsps.Domain;

namespace Tsps.Validation;

/// <summary>
/// What is drawn at random for a round. Nobody can foresee the draws, save with a seed: then they depend on the seed and the slot alone, so
/// that a replay draws the same again, wherever it was interrupted.
/// </summary>
public sealed class RoundDraws
{
    private static readonly TimeSpan FarthestPast = TimeSpan.FromDays(1460);
    private static readonly TimeSpan NearestPast = TimeSpan.FromDays(30);

    private readonly int? _seed;

    public RoundDraws()
    {
    }

    public RoundDraws(int seed) => _seed = seed;

    /// <summary>Where in its window a round falls due: from 0 up to but not including 1.</summary>
    public double Offset(RoundSlot slot) => Source(slot, "offset").NextDouble();

    /// <summary>How many candles miners are given: from <paramref name="minimum"/> to <paramref name="maximum"/>, both included.</summary>
    public int Columns(RoundSlot slot, int minimum, int maximum) => Source(slot, "columns").Next(minimum, maximum + 1);

    /// <summary>
    /// A whole second of the past, as far back as the reference's historical mode goes (scoring specification, section 6.6), where
    /// <paramref name="first"/> and <paramref name="last"/> leave room for it.
    /// </summary>
    public DateTimeOffset PastMoment(RoundSlot slot, DateTimeOffset now, DateTimeOffset first, DateTimeOffset last)
    {
        var (earliest, latest) = (now - FarthestPast, now - NearestPast);
        var from = earliest > first ? earliest : first;
        var to = latest < last ? latest : last;
        return from < to ? from + TimeSpan.FromSeconds((long)((to - from).TotalSeconds * Source(slot, "past").NextDouble())) : to;
    }

    private Random Source(RoundSlot slot, string purpose) =>
        _seed is { } seed ? SeededRandom.From(string.Create(CultureInfo.InvariantCulture, $"{seed}|{slot.Key}|{purpose}")) : Random.Shared;
}
