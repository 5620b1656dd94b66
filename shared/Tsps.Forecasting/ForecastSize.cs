namespace Tsps.Forecasting;

internal static class ForecastSize
{
    /// <exception cref="ArgumentException">A forecast holds at least one close.</exception>
    public static void Check(int size)
    {
        if (size < 1)
        {
            throw new ArgumentException($"A forecast holds at least 1 close, not {size}.", nameof(size));
        }
    }
}
