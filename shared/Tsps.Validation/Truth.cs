namespace Tsps.Validation;

/// <summary>What really happened in a round's horizon.</summary>
/// <param name="Source">Names of the sources of its closes.</param>
/// <param name="Closes">The true closes in USD, in forecast order; null when they are not complete.</param>
/// <param name="Problem">What is lacking; null when nothing is.</param>
/// <param name="MayStillCome">Whether waiting can help.</param>
public sealed record Truth(string Source, double[]? Closes, string? Problem, bool MayStillCome);
