using Tsps.Domain;

namespace Tsps.Scoring.Stages;

/// <summary>What the SDKs make of weights before they go to the chain: the largest becomes 65535, the others follow in proportion, zeros go.</summary>
internal static class WeightEmission
{
    /// <summary>The way of SDK 6.7 and 10.5: through float32 first (scoring specification, section 4.1).</summary>
    /// <exception cref="ArgumentException">A weight is negative, NaN or infinite as float32, there is none, or there are not as many uids.</exception>
    public static IReadOnlyList<UidWeight> ThroughFloat32(ReadOnlySpan<ushort> uids, ReadOnlySpan<double> weights)
    {
        if (weights.IsEmpty)
        {
            throw new ArgumentException("There are no weights.", nameof(weights));
        }

        var rounded = new double[weights.Length];
        for (var i = 0; i < rounded.Length; i++)
        {
            rounded[i] = (float)weights[i];
        }

        return InDouble(uids, rounded);
    }

    /// <summary>The way of SDK 11: in double (chain vectors, <c>weights_sdk11.json</c>).</summary>
    /// <exception cref="ArgumentException">A weight is negative, NaN or infinite, or there are not as many uids.</exception>
    public static IReadOnlyList<UidWeight> InDouble(ReadOnlySpan<ushort> uids, ReadOnlySpan<double> weights)
    {
        if (uids.Length != weights.Length)
        {
            throw new ArgumentException($"There are {uids.Length} uids for {weights.Length} weights.", nameof(uids));
        }

        var largest = 0.0;
        foreach (var weight in weights)
        {
            if (!(weight >= 0) || double.IsPositiveInfinity(weight))
            {
                throw new ArgumentException(FormattableString.Invariant($"A weight is {weight}; weights are finite and not negative."), nameof(weights));
            }

            largest = Math.Max(largest, weight);
        }

        var emitted = new List<UidWeight>(weights.Length);
        for (var i = 0; i < weights.Length && largest > 0; i++)
        {
            if (ToU16(weights[i], largest) is > 0 and var value)
            {
                emitted.Add(new(uids[i], value));
            }
        }

        return emitted;
    }

    private static ushort ToU16(double weight, double largest) =>
        (ushort)Math.Round(weight / largest * ushort.MaxValue, MidpointRounding.ToEven);
}
