using Microsoft.Extensions.Logging;
using Tsps.Domain;

namespace Tsps.Markets;

/// <summary>Keeps downloaded candles in a folder, a file a name, so that the next run needs no network.</summary>
/// <param name="folder">Made when the first candles are kept.</param>
public sealed partial class CandleCache(string folder, ILogger<CandleCache> logger)
{
    /// <summary>Where the candles called <paramref name="name"/> are kept, whether they are there or not.</summary>
    /// <exception cref="ArgumentException">The name is not one of letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</exception>
    public string PathOf(string name)
    {
        if (name.Length == 0 || name[0] == '.' || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
        {
            throw new ArgumentException($"'{name}' is no name for kept candles: letters, digits, '-', '_' and '.' are, such as BTCUSDT-5m.", nameof(name));
        }

        return Path.Combine(folder, $"{name}.csv.gz");
    }

    /// <summary>The candles kept as <paramref name="name"/>; null when there are none or their file is damaged (which is logged).</summary>
    public async Task<CandleSeries?> ReadAsync(string name, TimeSpan interval, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return await CandleFile.LoadAsync(path, interval, cancellationToken);
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException)
        {
            LogDamaged(damaged.Message);
            return null;
        }
    }

    /// <summary>Keeps candles as <paramref name="name"/>, in place of those kept before.</summary>
    public async Task WriteAsync(string name, IReadOnlyList<Candle> candles, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(folder);
        await CandleFile.WriteAsync(path, candles, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Kept candles cannot be read and are passed over: {Reason}")]
    private partial void LogDamaged(string reason);
}
