using Tsps.Domain;
using Tsps.Local.Commands;
using Tsps.Markets;
using Tsps.Markets.Simulation;

namespace Tsps.Local.Asking;

/// <summary>The candles that a question carries, and where they are from.</summary>
/// <param name="File">Null for simulated candles.</param>
internal sealed record AskCandles(string? File, CandleSeries Candles)
{
    /// <summary>25 days of 5-minute candles, the least that the reference validator sends.</summary>
    private const int Count = 25 * 288;
    private const int Seed = 1;

    internal string Source => File is null ? "SIMULATED, no real prices (give real ones with --candles FILE)" : $"the last of {File}";

    internal double LastClose => Candles[^1].Close;

    internal static async Task<AskCandles> LoadAsync(string? file, StreamDefinition stream, TimeProvider time, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return new AskCandles(null, SimulatedCandles.Generate(Seed, time.GetUtcNow() - (Count * SimulatedCandles.Interval), Count));
        }

        try
        {
            var all = await CandleFile.LoadAsync(file, stream.Interval, cancellationToken);
            return all.Count >= stream.PredictionSize
                ? new AskCandles(file, new CandleSeries(stream.Interval, all.TakeLast(Count)))
                : throw new CommandException($"{file} holds {all.Count} candles; at least {stream.PredictionSize} are needed.");
        }
        catch (Exception unreadable) when (unreadable is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new CommandException(unreadable.Message, unreadable);
        }
    }

    internal Samples ToSamples() => Samples.FromCandles(Candles, Candles.Interval);
}
