using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Mining.Handlers;
using Tsps.Testing;

namespace Tsps.Mining.Tests;

/// <summary>What the reference's v4 miner answered to those whom it let in, from this miner's handlers. Whom it lets in, the tests of the axon tell.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed partial class MinerV4GoldenTests(AzuriteFixture azurite)
{
    private const string Vectors = "wire/responses/miner_v4.json.gz";
    private const string Model = "recorded";
    private const int Window = 100;
    private const double Tolerance = 1e-9;
    private const double LowestDraw = 0.499;
    private const double HighestDraw = 0.501;

    private readonly MinerWorld _world = new(azurite);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_the_recorded_forecasts_and_fails_where_the_reference_fails()
    {
        using var vectors = GoldenFile.Read(Vectors);
        var answer = float.Parse(ModelAnswer().Match(vectors.RootElement.GetProperty("model").GetString()!).Value, CultureInfo.InvariantCulture);
        await _world.StoreModelAsync(Model, ConstantModel.Of(answer, Window), Token);
        List<string> problems = [];
        var (forecasts, failures) = (0, 0);
        foreach (var recorded in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            var result = recorded.GetProperty("dendrite_result");
            if (Read(recorded) is not { } question || result.GetProperty("status_code").GetInt32() is not (200 or 500))
            {
                continue;
            }

            var (status, synapse) = await AskAsync(question, recorded.GetProperty("caller").GetString()!);
            problems.AddRange(Problems(question, result, status, synapse).Select(problem => $"{recorded.GetProperty("name")}: {problem}"));
            forecasts += (synapse as ForwardSynapse) is not null ? 1 : 0;
            failures += status == 500 ? 1 : 0;
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(forecasts > 0 && failures > 0, $"{forecasts} forecasts and {failures} failures were compared.");
    }

    private static IEnumerable<string> Problems(Synapse question, JsonElement result, int status, Synapse? answer)
    {
        var expected = question switch
        {
            // Generation v6 asks so, and this miner serves both: it forecasts from candles of its own.
            LiveForward { Samples: null } => 200,

            // The recorder's stand-in looks at no sample; a network says NaN throughout, and this miner where the NaN was.
            LiveForward { Samples: { } samples } when EndsInNaN(samples) => 500,
            _ => result.GetProperty("status_code").GetInt32(),
        };
        if (status != expected)
        {
            return [$"status {status} instead of {expected}"];
        }

        return answer switch
        {
            LiveForward forward when result.TryGetProperty("predictions", out var closes) => CompareForecast(closes, forward.Predictions!),
            TrainingForward training => CompareDraws(result.GetProperty("predictions"), training.Predictions!),
            BackwardSynapse backward => backward.Received == result.GetProperty("received").GetBoolean() ? [] : [$"received is {backward.Received}"],
            _ => [],
        };
    }

    /// <summary>Whether a close, high, low or volume that the model looks at is NaN.</summary>
    private static bool EndsInNaN(TensorBlock block)
    {
        var samples = TensorCodec.Decode(block, TensorLimits.Default);
        var columns = samples.Shape[^1];
        return samples.ToDoubles().Index().Any(value => double.IsNaN(value.Item) && value.Index >= columns && value.Index % columns >= columns - Window);
    }

    private static IEnumerable<string> CompareForecast(JsonElement recorded, TensorBlock predictions)
    {
        var expected = recorded.GetProperty("values").AsDoubles();
        var actual = TensorCodec.Decode(predictions, TensorLimits.Default).ToDoubles();
        return
        [
            .. CompareBlock(recorded, predictions),
            .. expected.Zip(actual).Index()
                .Where(pair => !(Math.Abs(pair.Item.First - pair.Item.Second) <= Tolerance * Math.Abs(pair.Item.First)))
                .Select(pair => string.Create(CultureInfo.InvariantCulture, $"close {pair.Index} is {pair.Item.Second} instead of {pair.Item.First}")),
        ];
    }

    private static IEnumerable<string> CompareDraws(JsonElement recorded, TensorBlock predictions) =>
    [
        .. CompareBlock(recorded, predictions),
        .. TensorCodec.Decode(predictions, TensorLimits.Default).ToDoubles().Concat(recorded.GetProperty("values").AsDoubles())
            .Where(draw => draw is < LowestDraw or > HighestDraw)
            .Select(draw => string.Create(CultureInfo.InvariantCulture, $"{draw} lies outside the range of draws")),
    ];

    /// <summary>Element type, spelling and shape.</summary>
    private static IEnumerable<string> CompareBlock(JsonElement recorded, TensorBlock predictions)
    {
        var expected = $"{recorded.GetProperty("dtype").GetString()} [{string.Join(", ", recorded.GetProperty("shape").EnumerateArray())}]";
        var actual = $"{(predictions.Spelling == TensorDtypeSpelling.Torch ? "torch." : "")}{predictions.Dtype.ToString().ToLowerInvariant()} [{string.Join(", ", predictions.Shape)}]";
        return expected == actual ? [] : [$"predictions are {actual} instead of {expected}"];
    }

    private async Task<(int Status, Synapse? Answer)> AskAsync(Synapse question, string caller)
    {
        var call = _world.CallOf(caller);
        try
        {
            return (200, question switch
            {
                LiveForward forward => await _world.NewForward(Model).HandleAsync(forward, call, Token),
                LiveBackward backward => await new LiveBackwardHandler().HandleAsync(backward, call, Token),
                TrainingForward forward => await new TrainingForwardHandler().HandleAsync(forward, call, Token),
                TrainingBackward backward => await new TrainingBackwardHandler().HandleAsync(backward, call, Token),
                _ => throw new InvalidOperationException($"{question.Name} is no synapse of generation v4."),
            });
        }
        catch (SynapseFailedException failure)
        {
            return (failure.StatusCode, null);
        }
    }

    /// <summary>Null for a ping, which no handler answers.</summary>
    private static Synapse? Read(JsonElement recorded)
    {
        var request = Encoding.Latin1.GetString(recorded.GetProperty("request_b64").GetBytesFromBase64());
        var name = request.Split('/', ' ')[2];
        var body = request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        return name == nameof(Synapse) ? null : SynapseJson.Read(SynapseTypes.Find(name)!, Encoding.Latin1.GetBytes(body));
    }

    [GeneratedRegex(@"[0-9]+\.[0-9]+")]
    private static partial Regex ModelAnswer();
}
