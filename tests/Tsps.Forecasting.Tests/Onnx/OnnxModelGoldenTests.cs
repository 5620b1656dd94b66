using System.Text.Json;
using Tsps.Forecasting.Onnx;
using Tsps.Testing;

namespace Tsps.Forecasting.Tests.Onnx;

[Trait(Categories.Name, Categories.Golden)]
public sealed class OnnxModelGoldenTests
{
    private const double Tolerance = 2e-6;

    public static TheoryData<string> ModelNames() => [.. Models().Select(model => model.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(ModelNames))]
    public void Every_network_answers_as_recorded(string name)
    {
        var recorded = Models().Single(model => model.GetProperty("name").GetString() == name);
        using var model = new OnnxModel(name, ModelFile.Read(recorded.GetProperty("onnx_file").GetString()!));

        Assert.Equal(recorded.GetProperty("window_size").GetInt32(), model.Window);
        Assert.Equal(recorded.GetProperty("features").GetInt32(), model.Features);
        Assert.NotEmpty(recorded.GetProperty("io").EnumerateArray());
        foreach (var io in recorded.GetProperty("io").EnumerateArray())
        {
            CheckAnswer(model, io);
        }
    }

    private static void CheckAnswer(OnnxModel model, JsonElement io)
    {
        var input = io.GetProperty("input").GetProperty("data").AsDoubles().Select(value => (float)value).ToArray();
        var keras = io.GetProperty("keras_output").AsDoubles();

        var output = model.Run(input, TestContext.Current.CancellationToken);

        Assert.Equal(model.Outputs, output.Length);
        Assert.All(output.Index(), number =>
        {
            Assert.Equal(io.GetProperty("onnxruntime_output")[number.Index].AsDouble(), number.Item, Tolerance);

            // For a NaN put in, Keras answers NaN and ONNX Runtime does not.
            if (!double.IsNaN(keras[number.Index]))
            {
                Assert.Equal(keras[number.Index], number.Item, Tolerance);
            }
        });
    }

    private static List<JsonElement> Models() => [.. GoldenFile.Read("models/v4_models.json.gz").RootElement.GetProperty("models").EnumerateArray()];
}
