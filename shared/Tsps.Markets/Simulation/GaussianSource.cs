namespace Tsps.Markets.Simulation;

/// <summary>Seeded random numbers of the shapes that prices need.</summary>
internal sealed class GaussianSource(int seed)
{
    // 6 degrees of freedom: fat tails whose fourth moment still exists.
    private const int DegreesOfFreedom = 6;

    private readonly Random _random = new(seed);
    private double? _spare;

    /// <summary>A standard normal number (Box-Muller, which makes them in pairs).</summary>
    public double Next()
    {
        if (_spare is { } spare)
        {
            _spare = null;
            return spare;
        }

        var radius = Math.Sqrt(-2 * Math.Log(NextPositive()));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * _random.NextDouble());
        _spare = radius * sine;
        return radius * cosine;
    }

    /// <summary>What turns a standard normal number into one of Student's distribution, scaled to variance 1.</summary>
    public double NextStudentScale()
    {
        var chiSquare = 0.0;
        for (var pair = 0; pair < DegreesOfFreedom / 2; pair++)
        {
            chiSquare -= 2 * Math.Log(NextPositive());
        }

        return Math.Sqrt((DegreesOfFreedom - 2) / chiSquare);
    }

    /// <summary>The highest and lowest point of a random walk between two known ends (each drawn by the law of a Brownian bridge's maximum).</summary>
    public (double High, double Low) NextBridgeExtremes(double start, double end, double deviation)
    {
        var middle = (start + end) / 2;
        return (
            Math.Max(middle + NextReach(start, end, deviation), Math.Max(start, end)),
            Math.Min(middle - NextReach(start, end, deviation), Math.Min(start, end)));
    }

    private double NextReach(double start, double end, double deviation)
    {
        var move = end - start;
        return Math.Sqrt((move * move) - (2 * deviation * deviation * Math.Log(NextPositive()))) / 2;
    }

    /// <summary>Uniform in (0, 1], so that its logarithm is finite.</summary>
    private double NextPositive() => 1 - _random.NextDouble();
}
