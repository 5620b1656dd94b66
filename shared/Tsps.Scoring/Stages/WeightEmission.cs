using Tsps.Domain;

namespace Tsps.Scoring.Stages;

/// <summary>From weights to u16: the largest becomes 65535, the others follow in proportion, zeros go.</summary>
internal static class WeightEmission
{
    /// <summary>The way of SDK 6.7 and 10.5: through float32 first (scoring specification, section 4.1).</summary>
    /// <exception cref="ArgumentException">A weight is negative, NaN or infinite as float32, or there is none.</exception>
    public static IReadOnlyList<UidWeight> ThroughFloat32(IReadOnlyList<UidShare> weights) => weights.Count > 0
        ? InDouble([.. weights.Select(weight => weight with { Weight = (float)weight.Weight })])
        : throw new ArgumentException("There are no weights.", nameof(weights));

    /// <summary>The way of SDK 11: in double (chain vectors, <c>weights_sdk11.json</c>).</summary>
    /// <exception cref="ArgumentException">A weight is negative, NaN or infinite.</exception>
    public static IReadOnlyList<UidWeight> InDouble(IReadOnlyList<UidShare> weights)
    {
        var largest = Largest(weights);
        return largest == 0
            ? []
            : [.. weights.Select(weight => new UidWeight(weight.Uid, ToU16(weight.Weight, largest))).Where(weight => weight.Value > 0)];
    }

    /// <summary>The largest weight; 0 when there is none.</summary>
    /// <exception cref="ArgumentException">A weight is negative, NaN or infinite.</exception>
    public static double Largest(IReadOnlyList<UidShare> weights)
    {
        var largest = 0.0;
        foreach (var (uid, weight) in weights)
        {
            if (!(weight >= 0) || double.IsPositiveInfinity(weight))
            {
                var reason = FormattableString.Invariant($"The weight of uid {uid} is {weight}; weights are finite and not negative.");
                throw new ArgumentException(reason, nameof(weights));
            }

            largest = Math.Max(largest, weight);
        }

        return largest;
    }

    private static ushort ToU16(double weight, double largest) =>
        (ushort)Math.Round(weight / largest * ushort.MaxValue, MidpointRounding.ToEven);
}
