using System.Text.Json;
using Tsps.Scoring.Stages;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

[Trait(Categories.Name, Categories.Golden)]
public sealed class WeightEmissionTests
{
    /// <summary>The two SDKs sum float32 in different orders; ours sums doubles.</summary>
    private const double ShareTolerance = 1e-5;

    private static readonly string[] Sdks = ["bittensor_6_7_2", "bittensor_10_5_0"];

    [Fact]
    public void Weights_are_emitted_as_both_sdks_do()
    {
        using var file = GoldenFile.Read("scoring/weights_emit.json");
        foreach (var (item, recorded, context) in Recordings(file, "convert_weights_and_uids_for_emit").Where(recording => IsExpressible(recording.Item)))
        {
            var weights = item.AsUidShares("uids", "weights");
            if (recorded.Has("exception"))
            {
                Assert.Throws<ArgumentException>(() => SubnetWeights.ToUidWeights(weights));
            }
            else
            {
                Vectors.Same(recorded.GetProperty("result").AsUidShares("uids", "values"), SubnetWeights.ToUidWeights(weights), 0, context);
            }
        }
    }

    [Fact]
    public void The_largest_share_is_limited_as_both_sdks_do()
    {
        using var file = GoldenFile.Read("scoring/weights_emit.json");
        foreach (var (item, recorded, context) in Recordings(file, "normalize_max_weight"))
        {
            var limited = ShareLimit.Apply(item.GetProperty("x").AsDoubles(), item.GetProperty("limit").AsDouble());
            Vectors.Same(recorded.GetProperty("result").AsDoubles(), limited, ShareTolerance, context);
        }
    }

    [Fact]
    public void A_subnets_rules_are_applied_as_both_sdks_do()
    {
        using var file = GoldenFile.Read("scoring/weights_emit.json");
        foreach (var (item, recorded, context) in Recordings(file, "process_weights_for_netuid"))
        {
            var rules = new SubnetWeightRules(
                item.GetProperty("min_allowed_weights").GetInt32(),
                item.GetProperty("max_weight_limit").AsDouble(),
                item.GetProperty("exclude_quantile").AsDouble() / ushort.MaxValue)
            {
                ReferenceExact = true,
            };
            var processed = SubnetWeights.Process(item.AsUidShares("uids", "weights"), item.GetProperty("n").GetInt32(), rules);
            var expected = recorded.GetProperty("result").AsUidShares("uids", "weights");
            Assert.True(expected.Select(weight => weight.Uid).SequenceEqual(processed.Select(weight => weight.Uid)), $"{context}: other uids");
            Vectors.Same([.. expected.Select(weight => weight.Weight)], [.. processed.Select(weight => weight.Weight)], ShareTolerance, context);
            var emitted = recorded.GetProperty("result").GetProperty("emitted").AsUidShares("uids", "values");
            Vectors.Same(emitted, SubnetWeights.ToUidWeights(processed), 1, context);
        }
    }

    [Fact]
    public void Sdk_11_normalizes_as_recorded()
    {
        using var file = GoldenFile.Read("chain/weights_sdk11.json");
        foreach (var item in file.RootElement.Items("normalize").Where(IsExpressible))
        {
            var weights = item.AsUidShares("uids", "weights");
            if (item.Has("error"))
            {
                Assert.Throws<ArgumentException>(() => SubnetWeights.Normalize(weights));
                continue;
            }

            var expected = item.GetProperty("result");
            var actual = SubnetWeights.Normalize(weights);
            Assert.Equal(expected[0].EnumerateArray().Select(uid => uid.GetUInt16()), actual.Select(weight => weight.Uid));
            Assert.Equal(expected[1].EnumerateArray().Select(value => value.GetUInt16()), actual.Select(weight => weight.Value));
        }
    }

    [Fact]
    public void Sdk_11_clips_as_recorded()
    {
        using var file = GoldenFile.Read("chain/weights_sdk11.json");
        foreach (var item in file.RootElement.Items("clip_to_max_weight"))
        {
            var weights = item.GetProperty("weights").AsDoubles().Select((weight, uid) => new UidShare((ushort)uid, weight)).ToArray();
            var limit = item.GetProperty("limit").AsDouble();
            if (item.Has("error"))
            {
                Assert.Throws<ArgumentException>(() => SubnetWeights.Clip(weights, limit));
            }
            else
            {
                var clipped = SubnetWeights.Clip(weights, limit).Select(weight => weight.Weight).ToArray();
                Vectors.Same(item.GetProperty("result").AsDoubles(), clipped, 1e-14, $"limit {limit} of {weights.Length}");
            }
        }
    }

    /// <summary>A list of another length and a uid that is no u16 cannot be written down with our types.</summary>
    private static bool IsExpressible(JsonElement item) =>
        item.GetProperty("uids").GetArrayLength() == item.GetProperty("weights").GetArrayLength()
        && item.Items("uids").All(uid => uid.TryGetUInt16(out _));

    private static IEnumerable<(JsonElement Item, JsonElement Recorded, string Context)> Recordings(JsonDocument file, string function) =>
        from item in file.RootElement.Items(function)
        from sdk in Sdks
        select (item, item.GetProperty(sdk), $"{function} {item.Text("name")} of {sdk}");
}
