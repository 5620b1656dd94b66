using System.Text.Json;
using System.Text.RegularExpressions;
using Tsps.Domain;
using Tsps.Markets;
using Tsps.Testing;

namespace Tsps.Forecasting.Tests.V4;

/// <summary>One recorded answer of the generation-4 miner, with the samples it was given.</summary>
internal sealed partial class V4PipelineCase(JsonElement json)
{
    public string Name => json.GetProperty("name").GetString()!;

    public string Model => json.GetProperty("model").GetString()!;

    public int Window => json.GetProperty("window_size").GetInt32();

    public int Size => json.GetProperty("prediction_size").GetInt32();

    public int Columns => json.GetProperty("samples_shape")[1].GetInt32();

    public bool IsFloat32 => json.GetProperty("samples_dtype").GetString() == "float32";

    public bool Fails => json.TryGetProperty("error", out _);

    public JsonElement Stages => json.GetProperty("stages");

    public double[] Closes => json.GetProperty("predictions").GetProperty("data").AsDoubles();

    /// <summary>The samples' rows one after the other, as many as there are; skips the running test when the candles that they are made of are not here.</summary>
    public async Task<double[]> ReadMatrixAsync(CancellationToken cancellationToken)
    {
        if (json.TryGetProperty("samples", out var inline))
        {
            return [.. inline.EnumerateArray().SelectMany(row => row.AsDoubles())];
        }

        var source = Source().Match(json.GetProperty("samples_from").GetString()!);
        Assert.True(source.Success);
        var path = GoldenFile.Locate($"market/candles/{source.Groups["file"].Value}");
        var candles = await CandleFile.LoadAsync(path, StreamDefinition.BtcUsd5m.Interval, cancellationToken);
        var first = int.Parse(source.Groups["first"].ValueSpan, null);
        var last = int.Parse(source.Groups["last"].ValueSpan, null);
        var samples = Samples.FromCandles([.. candles.Skip(first).Take(last - first + 1)], StreamDefinition.BtcUsd5m.Interval);
        Assert.Equal(Columns, samples.Columns);
        return samples.Values.ToArray();
    }

    [GeneratedRegex(@"^candles file (?<file>\S+), rows (?<first>\d+)\.\.(?<last>\d+),")]
    private static partial Regex Source();
}
