using Tsps.Domain;
using Tsps.Scoring.Stages;

namespace Tsps.Scoring;

/// <summary>
/// What the SDKs make of weights before they go to the chain: limits first, then u16. The reference validator applies no limits.
/// </summary>
public static class SubnetWeights
{
    /// <summary>What a neuron without weight gets when there are too few weights.</summary>
    private const float Filler = 1e-5f;

    /// <summary>
    /// The rules in the manner of SDK 6.7 and 10.5, <c>process_weights_for_netuid</c> (scoring specification, section 4.2).
    /// </summary>
    /// <param name="weights">Weights that are NaN, zero or negative count as none.</param>
    /// <param name="neurons">How many neurons the subnet has.</param>
    /// <param name="rules">The subnet's.</param>
    /// <returns>Shares of 1 by uid, equal ones for all neurons when the rules leave nothing else.</returns>
    /// <exception cref="ArgumentException">A uid is not below <paramref name="neurons"/>.</exception>
    public static IReadOnlyList<UidShare> Process(IReadOnlyList<UidShare> weights, int neurons, SubnetWeightRules rules)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(neurons);
        if (weights.Any(weight => weight.Uid >= neurons))
        {
            throw new ArgumentException($"Uid {weights.Max(weight => weight.Uid)} is not one of {neurons} neurons.", nameof(weights));
        }

        var positive = Positive(weights);
        if (positive.Length == 0 || neurons < rules.MinimumCount)
        {
            return [.. Enumerable.Range(0, neurons).Select(uid => new UidShare((ushort)uid, 1.0 / neurons))];
        }

        var kept = positive.Length < rules.MinimumCount
            ? FillUp(rules.ReferenceExact ? Positive(AtTheirPlaces(weights)) : positive, neurons)
            : ExcludeSmallest(positive, rules);
        return Limit(kept, rules.MaximumShare);
    }

    /// <summary>
    /// SDK 11's <c>clip_to_max_weight</c>: shares of 1, none above the limit as far as that can be (chain vectors,
    /// <c>weights_sdk11.json</c>).
    /// </summary>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are zero.</exception>
    public static IReadOnlyList<UidShare> Clip(IReadOnlyList<UidShare> weights, double maximumShare)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (WeightEmission.Largest(weights) == 0)
        {
            throw new ArgumentException("All weights are zero: there is nothing to set.", nameof(weights));
        }

        return Limit(weights, maximumShare);
    }

    /// <summary>
    /// Weights as u16, the largest as 65535 and none of them zero, as SDK 6.7 and 10.5 round them (scoring specification, section 4.1).
    /// </summary>
    /// <exception cref="ArgumentException">A weight is negative or, as float32, not finite, or there is none.</exception>
    public static IReadOnlyList<UidWeight> ToUidWeights(IReadOnlyList<UidShare> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return WeightEmission.ThroughFloat32(weights);
    }

    /// <summary>
    /// Weights as u16 as SDK 11 rounds them, <c>normalize</c> (chain vectors, <c>weights_sdk11.json</c>); none at all gives none.
    /// </summary>
    /// <exception cref="ArgumentException">A weight is negative or not finite.</exception>
    public static IReadOnlyList<UidWeight> Normalize(IReadOnlyList<UidShare> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return WeightEmission.InDouble(weights);
    }

    private static UidShare[] Positive(IReadOnlyList<UidShare> weights) =>
        [.. weights.Select(weight => weight with { Weight = (float)weight.Weight }).Where(weight => weight.Weight > 0)];

    private static UidShare[] AtTheirPlaces(IReadOnlyList<UidShare> weights) =>
        [.. weights.Select((weight, place) => weight with { Uid = (ushort)place })];

    private static UidShare[] FillUp(UidShare[] weights, int neurons)
    {
        var filled = new float[neurons];
        Array.Fill(filled, Filler);
        foreach (var (uid, weight) in weights)
        {
            filled[uid] += (float)weight;
        }

        return [.. filled.Select((weight, uid) => new UidShare((ushort)uid, weight))];
    }

    private static UidShare[] ExcludeSmallest(UidShare[] weights, SubnetWeightRules rules)
    {
        var excludable = Math.Max(0, weights.Length - rules.MinimumCount) / (double)weights.Length;
        var threshold = Quantile([.. weights.Select(weight => weight.Weight)], Math.Min(rules.ExcludeQuantile, excludable));
        return Array.FindAll(weights, weight => weight.Weight >= threshold);
    }

    /// <summary>The quantile by linear interpolation, as float32.</summary>
    private static float Quantile(double[] values, double quantile)
    {
        Array.Sort(values);
        var position = quantile * (values.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, values.Length - 1);
        return (float)(values[below] + ((values[above] - values[below]) * (position - below)));
    }

    private static UidShare[] Limit(IReadOnlyList<UidShare> weights, double maximumShare)
    {
        var limited = ShareLimit.Apply([.. weights.Select(weight => weight.Weight)], maximumShare);
        return [.. weights.Select((weight, i) => weight with { Weight = limited[i] })];
    }
}
