using Tsps.Markets;

namespace Tsps.Local.Demo;

/// <summary>Candles to replay.</summary>
/// <param name="Source">As the report and stored truths name it.</param>
/// <param name="Description">As the first line on screen says it.</param>
internal sealed record FoundCandles(string Source, string Description, CandleSeries Series)
{
    public DemoCandles Summary => new(
        Source,
        DateTimeOffset.FromUnixTimeMilliseconds(Series[0].OpenTimeMs),
        DateTimeOffset.FromUnixTimeMilliseconds(Series[^1].OpenTimeMs),
        Series.Count);
}
