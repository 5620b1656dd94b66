using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tsps.Domain;

namespace Tsps.Validation;

/// <summary>
/// What is drawn at random for a round. Nobody can foresee the draws, save with a seed: then they depend on the seed and the slot alone, so
/// that a replay draws the same again, wherever it was interrupted.
/// </summary>
public sealed class RoundDraws
{
    private readonly int? _seed;

    public RoundDraws()
    {
    }

    public RoundDraws(int seed) => _seed = seed;

    /// <summary>Where in its window a round falls due: from 0 up to but not including 1.</summary>
    public double Offset(RoundSlot slot) => Source(slot, "offset").NextDouble();

    /// <summary>How many candles miners are given: from <paramref name="minimum"/> to <paramref name="maximum"/>, both included.</summary>
    public int Columns(RoundSlot slot, int minimum, int maximum) => Source(slot, "columns").Next(minimum, maximum + 1);

    private Random Source(RoundSlot slot, string purpose) => _seed is { } seed ? Seeded(seed, slot, purpose) : Random.Shared;

    private static Random Seeded(int seed, RoundSlot slot, string purpose)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}|{slot.Key}|{purpose}")));
        return new Random(BitConverter.ToInt32(hash, 0));
    }
}
