using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Tsps.Domain;
using Tsps.Forecasting.V4;
using Tsps.Testing;

namespace Tsps.Forecasting.Tests.V4;

[Trait(Categories.Name, Categories.Golden)]
public sealed class V4PipelineGoldenTests
{
    private const string Vectors = "models/v4_pipeline.json.gz";

    /// <summary>Allowed difference of a network's output (models specification, "Tolerances").</summary>
    private const double NetworkTolerance = 2e-6;

    public static IEnumerable<TheoryDataRow<string>> CaseNames() => GoldenFile.TryLocate(Vectors) is null
        ? [new TheoryDataRow<string>("") { Skip = $"{Vectors} is not here: set TSPS_GOLDEN to a folder that holds it." }]
        : Cases().Select(recorded => new TheoryDataRow<string>(recorded.Name));

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task Every_stage_is_as_recorded(string name)
    {
        var recorded = Find(name);
        var matrix = await recorded.ReadMatrixAsync(TestContext.Current.CancellationToken);

        if (recorded.IsFloat32)
        {
            CheckStages(recorded, [.. matrix.Select(value => (float)value)]);
        }
        else
        {
            CheckStages(recorded, matrix);
        }
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task The_network_in_its_pipeline_answers_as_recorded(string name)
    {
        var recorded = Find(name);
        var matrix = await recorded.ReadMatrixAsync(TestContext.Current.CancellationToken);
        using var forecaster = new OnnxForecaster(recorded.Model, ModelFile.Read(recorded.Model));
        Assert.Equal(recorded.Window, forecaster.Window);

        // The recorded answer of NaN throughout is, here, a refusal that says where the NaN was.
        if (recorded.Fails || recorded.Closes.Any(double.IsNaN))
        {
            await Assert.ThrowsAsync<ArgumentException>(() => ForecastAsync(forecaster, recorded, matrix));
            return;
        }

        var closes = await ForecastAsync(forecaster, recorded, matrix);

        var scaler = recorded.Stages.GetProperty("close_scaler");
        var range = 1 / scaler.GetProperty("scale").AsDouble();
        Assert.All(recorded.Closes.Zip(closes), pair => Assert.Equal(pair.First, pair.Second, NetworkTolerance * range));
    }

    private static void CheckStages<T>(V4PipelineCase recorded, T[] matrix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (recorded.Fails)
        {
            Assert.ThrowsAny<ArgumentException>(() =>
                V4Pipeline.ToCloses(V4Pipeline.Prepare<T>(matrix, recorded.Columns, recorded.Window), 0.5f, recorded.Size));
            return;
        }

        var stages = recorded.Stages;
        var input = V4Pipeline.Prepare<T>(matrix, recorded.Columns, recorded.Window);

        CheckWindow(stages.GetProperty("model_window_float32"), input.Window.Span);
        Assert.Equal(stages.GetProperty("last_close_scaled").AsDouble(), input.LastScaledClose);
        var scaler = stages.GetProperty("close_scaler");
        Assert.Equal(scaler.GetProperty("data_min").AsDouble(), double.CreateChecked(input.CloseScaler.DataMin));
        Assert.Equal(scaler.GetProperty("data_max").AsDouble(), double.CreateChecked(input.CloseScaler.DataMax));
        Assert.Equal(scaler.GetProperty("scale").AsDouble(), double.CreateChecked(input.CloseScaler.Scale));
        Assert.Equal(scaler.GetProperty("min").AsDouble(), double.CreateChecked(input.CloseScaler.Offset));

        var columns = stages.GetProperty("windowed_columns").GetInt32();
        Assert.Equal(stages.GetProperty("dataset_first_row").AsDoubles(), ScaledColumn(input, matrix, recorded.Columns, recorded.Columns - columns));
        Assert.Equal(stages.GetProperty("dataset_last_row").AsDoubles(), ScaledColumn(input, matrix, recorded.Columns, recorded.Columns - 1));

        var prediction = (float)stages.GetProperty("raw_prediction")[0].AsDouble();
        Assert.Equal(recorded.Closes, V4Pipeline.ToCloses(input, prediction, recorded.Size));
    }

    private static void CheckWindow(JsonElement recorded, ReadOnlySpan<float> window)
    {
        if (recorded.ValueKind == JsonValueKind.Array)
        {
            Assert.Equal(recorded.EnumerateArray().SelectMany(row => row.AsDoubles()).Select(value => (float)value), window.ToArray());
            return;
        }

        Assert.True(BitConverter.IsLittleEndian);
        Assert.Equal(recorded.GetProperty("sha256_float32").GetString(), Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(window))));
    }

    private static double[] ScaledColumn<T>(V4Input<T> input, T[] matrix, int columns, int column)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. input.Scalers.Select((scaler, feature) => double.CreateChecked(scaler.ToScaled(matrix[((feature + 1) * columns) + column])))];

    private static async Task<double[]> ForecastAsync(OnnxForecaster forecaster, V4PipelineCase recorded, double[] matrix)
    {
        var rows = Math.Min(matrix.Length / recorded.Columns, Samples.RowCount);
        var samples = new Samples(recorded.Columns, matrix.AsMemory(0, rows * recorded.Columns)) { AreSingles = recorded.IsFloat32 };
        return await forecaster.ForecastAsync(samples, recorded.Size, TestContext.Current.CancellationToken);
    }

    private static V4PipelineCase Find(string name) => Cases().Single(recorded => recorded.Name == name);

    private static List<V4PipelineCase> Cases() =>
        [.. GoldenFile.Read(Vectors).RootElement.GetProperty("cases").EnumerateArray().Select(json => new V4PipelineCase(json))];
}
