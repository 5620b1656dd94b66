using Tsps.Domain;

namespace Tsps.Mining.Tests;

/// <summary>An exchange whose closes are <see cref="Close"/>, and which counts how often it is read.</summary>
internal sealed class CountedCandles : ICandleSource
{
    private int _reads;

    public string Name => "counted";

    public double Close { get; set; } = 42_000.5;

    public bool IsAway { get; set; }

    /// <summary>What each read waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>How late the newest candle comes.</summary>
    public TimeSpan Lag { get; set; }

    public int Reads => _reads;

    public async ValueTask<IReadOnlyList<Candle>> ReadAsync(StreamDefinition stream, DateTimeOffset after, DateTimeOffset upTo, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        await Gate.WaitAsync(cancellationToken);
        if (IsAway)
        {
            throw new CandleSourceException("The exchange is away.");
        }

        var candles = new List<Candle>();
        var end = RoundSlot.Containing(upTo - Lag, stream.Interval).Start;
        for (var open = RoundSlot.Containing(after, stream.Interval).Start; open + stream.Interval <= end; open += stream.Interval)
        {
            candles.Add(new Candle(open.ToUnixTimeMilliseconds(), Close, Close, Close, Close, 1));
        }

        return candles;
    }
}
