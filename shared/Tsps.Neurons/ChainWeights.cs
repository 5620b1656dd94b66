using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Subtensor;

namespace Tsps.Neurons;

/// <summary>Makes weights such as a subnet takes them, by the rules of SDK 11: none above the largest share, the best 65535, zeros left out, not too few.</summary>
public static class ChainWeights
{
    /// <summary>Rounding to whole numbers may lift a share above the limit again; then it is cut a little below.</summary>
    private const int Tightenings = 4;

    /// <param name="neurons">How many the subnet has: others are refused, and a smaller subnet takes fewer weights than its rule says.</param>
    /// <param name="ownUid">The validator's: a single weight on oneself is held to no rule.</param>
    /// <exception cref="SubtensorException">Nothing can be made of them that the subnet takes; the message says why.</exception>
    public static IReadOnlyList<UidWeight> Conform(IReadOnlyList<UidWeight> weights, SubnetHyperparameters rules, int neurons, ushort ownUid) =>
        weights.FirstOrDefault(weight => weight.Uid >= neurons && weight.Value > 0) is { Value: > 0 } unknown
            ? throw new SubtensorException($"There is no uid {unknown.Uid} on the subnet: it has {neurons} neurons, from uid 0 on. Nothing was sent.")
            : Conform(weights, rules.MaxWeightsLimit, Math.Min(rules.MinAllowedWeights, neurons), ownUid);

    /// <summary>The same from the two rules that count.</summary>
    /// <param name="limit">The largest share of one weight, of 65535.</param>
    /// <param name="fewest">How many weights the subnet takes at least.</param>
    public static IReadOnlyList<UidWeight> Conform(IReadOnlyList<UidWeight> weights, ushort limit, int fewest, ushort ownUid)
    {
        UidShare[] shares = [.. weights.Where(weight => weight.Value > 0).Select(weight => new UidShare(weight.Uid, weight.Value))];
        if (shares.Length == 0)
        {
            throw new SubtensorException("All weights are zero, so none were sent.");
        }

        if (shares is [{ Uid: var only }] && only == ownUid)
        {
            return SubnetWeights.Normalize(shares);
        }

        var conforming = Limit(shares, limit);
        return conforming.Count >= fewest
            ? conforming
            : throw new SubtensorException(
                $"The subnet takes no fewer than {fewest} weights at once, more than there are ({conforming.Count}), so none were sent. Wait until more miners answer.");
    }

    private static IReadOnlyList<UidWeight> Limit(UidShare[] shares, ushort limit)
    {
        for (var cut = 0; limit > cut && cut <= Tightenings; cut++)
        {
            var weights = SubnetWeights.Normalize(limit == ushort.MaxValue ? shares : SubnetWeights.Clip(shares, (double)(limit - cut) / ushort.MaxValue));
            if (IsWithin(weights, limit))
            {
                return weights;
            }
        }

        throw new SubtensorException(
            $"The subnet gives no neuron more than {(double)limit / ushort.MaxValue:P1} of all weight and only {shares.Length} have one, so none were sent. Wait until more miners answer.");
    }

    /// <summary>As the runtime looks at it: the largest, which is 65535, against the sum of all; the highest limit is none.</summary>
    private static bool IsWithin(IReadOnlyList<UidWeight> weights, ushort limit) =>
        limit == ushort.MaxValue || (long)ushort.MaxValue * ushort.MaxValue <= weights.Sum(weight => (long)weight.Value) * limit;
}
