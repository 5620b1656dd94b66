namespace Tsps.Markets.Simulation;

/// <summary>A Gaussian process of mean 0 that forgets half of what it was in <paramref name="halfLife"/> steps, begun in its long-run state.</summary>
internal sealed class MeanReversion(GaussianSource random, double halfLife, double deviation)
{
    private readonly double _memory = Math.Exp(-Math.Log(2) / halfLife);
    private readonly double _shock = deviation * Math.Sqrt(1 - Math.Exp(-2 * Math.Log(2) / halfLife));
    private double _value = deviation * random.Next();

    public double Next()
    {
        _value = (_memory * _value) + (_shock * random.Next());
        return _value;
    }
}
