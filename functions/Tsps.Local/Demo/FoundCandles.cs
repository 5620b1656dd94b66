using System.Globalization;
using Tsps.Local.Commands;
using Tsps.Markets;

namespace Tsps.Local.Demo;

/// <summary>Candles to replay.</summary>
/// <param name="Source">As the report and stored truths name it.</param>
/// <param name="Description">As the first line on screen says it.</param>
internal sealed record FoundCandles(string Source, string Description, CandleSeries Series)
{
    /// <summary>The most history that miners are given.</summary>
    private static readonly TimeSpan History = TimeSpan.FromDays(30);

    public DemoCandles Summary => new(
        Source,
        DateTimeOffset.FromUnixTimeMilliseconds(Series[0].OpenTimeMs),
        DateTimeOffset.FromUnixTimeMilliseconds(Series[^1].OpenTimeMs),
        Series.Count);

    /// <summary>When the last candle closes, where a replay ends.</summary>
    public DateTimeOffset End => DateTimeOffset.FromUnixTimeMilliseconds(Series[^1].CloseTimeMs(Series.Interval));

    /// <summary>Looks whether there are enough: what miners are given lies before a replay.</summary>
    /// <param name="replay">Its length.</param>
    /// <param name="name">What it is, such as <c>a demo of 48 hours</c>.</param>
    /// <param name="unit">What its own length is counted in, <c>hours</c> or <c>days</c>, which is the option's name too.</param>
    /// <param name="shortest">The shortest that the option takes.</param>
    /// <exception cref="CommandException">There are too few.</exception>
    public void CheckLength(TimeSpan replay, string name, string unit, TimeSpan shortest)
    {
        var held = End - Summary.First;
        if (held < History + replay)
        {
            var advice = held > History + shortest ? $" or fewer --{unit}" : "";
            throw new CommandException(string.Create(
                CultureInfo.InvariantCulture,
                $"There are {held.TotalDays:F1} days of candles; {name} needs {(History + replay).TotalDays:F1}: {History.TotalDays:F0} days that miners are given, and the {unit} of the replay. Give a longer file{advice}."));
        }
    }
}
