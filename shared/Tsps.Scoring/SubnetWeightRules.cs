namespace Tsps.Scoring;

/// <summary>A subnet's rules for weights, as the chain keeps them.</summary>
/// <param name="MinimumCount">MinAllowedWeights: how many neurons must get a weight.</param>
/// <param name="MaximumShare">MaxWeightsLimit / 65535: the largest part of the whole that one neuron may get; 1 is no limit.</param>
/// <param name="ExcludeQuantile">The part of the smallest weights to leave out, 0 to 1; 0 is none.</param>
public sealed record SubnetWeightRules(int MinimumCount, double MaximumShare, double ExcludeQuantile = 0)
{
    /// <summary>
    /// Repeats SDK 6.7's and 10.5's mistake of adding weights at their place in the list instead of at their uid when there are too
    /// few; for comparison with records.
    /// </summary>
    public bool ReferenceExact { get; init; }
}
