using System.Text.Json;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

[Trait(Categories.Name, Categories.Golden)]
public sealed class ConstantTests
{
    [Fact]
    public void Profiles_hold_the_recorded_constants()
    {
        using var file = GoldenFile.Read("scoring/constants.json");
        foreach (var generation in file.RootElement.EnumerateObject())
        {
            var profile = Vectors.Profile(generation.Name);
            var configuration = generation.Value.GetProperty("vali_config");
            var literals = generation.Value.GetProperty("validator_literals");
            Assert.Equal(generation.Name, profile.Name);
            Assert.Equal(configuration.GetProperty("RMSE_WEIGHT").AsDouble(), profile.RmseDecay);
            Assert.Equal(generation.Value.GetProperty("ema_length_default").AsDouble(), profile.SmoothingLength);
            Assert.Equal(Literal(literals, "yeojohnson_lmbda"), profile.PowerLambda);
            Assert.Equal(Literal(literals, "lower_bound_sd_factor"), profile.LowerBoundDeviations);
        }
    }

    [Fact]
    public void The_band_of_training_is_the_recorded_one()
    {
        using var file = GoldenFile.Read("scoring/constants.json");
        foreach (var configuration in file.RootElement.EnumerateObject().Select(generation => generation.Value.GetProperty("vali_config")))
        {
            var shift = configuration.GetProperty("SCALE_SHIFT").AsDouble();
            var scale = new ValueScale(0, 1);
            Assert.Equal(shift, scale.Scale(0));
            Assert.Equal((1 / configuration.GetProperty("SCALE_FACTOR").AsDouble()) + shift, scale.Scale(1));
        }
    }

    [Theory]
    [InlineData("standard_client_request")]
    [InlineData("standard_training_request")]
    public void The_stream_is_the_one_of_the_recorded_requests(string kind)
    {
        using var file = GoldenFile.Read("scoring/constants.json");
        foreach (var request in file.RootElement.EnumerateObject().Select(generation => generation.Value.GetProperty(kind)))
        {
            var stream = StreamDefinition.BtcUsd5m;
            Assert.Equal(request.Text("stream_type"), stream.Id);
            Assert.Equal(request.GetProperty("topic_id").GetInt32(), stream.TopicId);
            Assert.Equal(request.GetProperty("schema_id").GetInt32(), stream.SchemaId);
            Assert.Equal(request.GetProperty("feature_ids").AsDoubles(), stream.FeatureIds);
            Assert.Equal(request.GetProperty("prediction_size").GetInt32(), stream.PredictionSize);
            Assert.Equal(TimeSpan.FromMinutes(request.GetProperty("additional_details").GetProperty("tf").GetInt32()), stream.Interval);
        }
    }

    [Fact]
    public void The_stream_has_the_recorded_interval_and_number_of_predictions()
    {
        using var file = GoldenFile.Read("scoring/constants.json");
        foreach (var configuration in file.RootElement.EnumerateObject().Select(generation => generation.Value.GetProperty("vali_config")))
        {
            Assert.Equal(StreamDefinition.BtcUsd5m.Interval, TimeSpan.FromMinutes(configuration.GetProperty("STANDARD_TF").GetInt32()));
            Assert.Equal(StreamDefinition.BtcUsd5m.PredictionSize, configuration.GetProperty("PREDICTIONS_MIN").GetInt32());
        }
    }

    [Fact]
    public void V6_requests_go_out_in_the_minutes_that_its_miners_take()
    {
        using var file = GoldenFile.Read("scoring/constants.json");
        var miner = file.RootElement.GetProperty("v6").GetProperty("miner_config");
        var requests = ScoringProfile.V6.Requests;
        var starts = Enumerable.Range(0, (int)(TimeSpan.FromHours(1) / requests.Period)).Select(slot => slot * requests.Period).ToArray();
        Assert.Equal(Minutes(miner, "ACCEPTABLE_INTERVALS_HASH"), starts.Select(start => start.Minutes));
        Assert.All(starts, start => Assert.Contains((start + requests.ForecastDelay!.Value).Minutes, Minutes(miner, "ACCEPTABLE_INTERVALS_PREDICTIONS")));
    }

    private static double Literal(JsonElement literals, string name) =>
        JsonDocument.Parse(literals.Items(name).Single().GetString()!).RootElement.GetDouble();

    private static int[] Minutes(JsonElement miner, string name) => [.. miner.Items(name).Select(minute => minute.GetInt32())];
}
