using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tsps.Domain;

namespace Tsps.Local.Demo;

/// <summary>What a demo came to, as <c>--report FILE</c> writes it.</summary>
public sealed partial record DemoReport(
    int RoundsSent,
    int PredictionsStored,
    int RoundsScored,
    IReadOnlyList<DemoStream> Streams,
    IReadOnlyList<DemoReport.Miner> Miners,
    DemoCandles Candles,
    double WallSeconds,
    double PeakMemoryMb)
{
    /// <summary>The totals in a line.</summary>
    [JsonIgnore]
    public string Totals => string.Create(
        CultureInfo.InvariantCulture,
        $"{RoundsSent} rounds sent, {PredictionsStored} predictions stored, {RoundsScored} rounds scored in {WallSeconds} s; peak memory {PeakMemoryMb} MB");

    public static DemoReport Of(DemoSnapshot snapshot, DemoCandles candles, TimeSpan wallTime, long peakMemoryBytes)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return new DemoReport(
            snapshot.RoundsSent,
            snapshot.PredictionsStored,
            snapshot.RoundsScored,
            snapshot.Streams,
            [.. snapshot.Miners.Select(miner => new Miner(miner.Hotkey, miner.Uid, miner.Score, miner.Weight))],
            candles,
            Math.Round(wallTime.TotalSeconds, 2),
            Math.Round(peakMemoryBytes / 1e6, 1));
    }

    public async Task WriteAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.Create(file);
        await JsonSerializer.SerializeAsync(stream, this, ReportContext.Default.DemoReport, cancellationToken);
    }

    /// <summary>A miner in the report; its score is that of the first stream, its weight that of all; score and weight are null when it has none.</summary>
    public sealed record Miner([property: JsonConverter(typeof(HotkeyConverter))] Hotkey Hotkey, ushort Uid, double? Score, ushort? Weight);

    private sealed class HotkeyConverter : JsonConverter<Hotkey>
    {
        public override Hotkey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Hotkey value, JsonSerializerOptions options) => writer.WriteStringValue(value.Address);
    }

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    [JsonSerializable(typeof(DemoReport))]
    private sealed partial class ReportContext : JsonSerializerContext;
}
