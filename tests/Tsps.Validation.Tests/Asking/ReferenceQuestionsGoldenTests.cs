using System.Text.Json;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;
using Tsps.Testing;
using Tsps.Validation.Asking;

namespace Tsps.Validation.Tests.Asking;

/// <summary>What the recorded reference validator asks in a round, and how long it waits (wire specification, section 10).</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class ReferenceQuestionsGoldenTests
{
    private static readonly Samples Candles = new(200, Enumerable.Range(1, Samples.RowCount * 200).Select(i => (double)i).ToArray());

    [Fact]
    public void Generation_v4_waits_as_long_for_each_synapse()
    {
        using var recorded = GoldenFile.Read("wire/validator_v4.json.gz");
        CheckTimeouts(recorded.RootElement, WireGeneration.V4);
    }

    [Fact]
    public void Generation_v6_waits_as_long_for_each_synapse_and_between_the_two()
    {
        using var recorded = GoldenFile.Read("wire/validator_v6.json.gz");
        CheckTimeouts(recorded.RootElement, WireGeneration.V6);
        Assert.All(recorded.RootElement.GetProperty("sleeps_seconds").EnumerateArray(), pause => Assert.Equal(pause.GetDouble(), HashFirstQuery.DefaultWait.TotalSeconds));
        Assert.Equal(1, recorded.RootElement.GetProperty("request_uuid_shared").GetProperty("distinct_over_paths").GetInt32());
    }

    private static void CheckTimeouts(JsonElement recorded, WireGeneration generation) =>
        Assert.All(recorded.GetProperty("queries").EnumerateArray(), query =>
        {
            var timeout = query.GetProperty("timeout_argument");
            var question = AxonQuestion.Create(query.GetProperty("synapse").GetString()!, generation, StreamDefinition.BtcUsd5m, Guid.Empty, Candles);

            Assert.Equal(timeout.ValueKind == JsonValueKind.Number ? timeout.GetDouble() : Synapse.DefaultTimeout, question.Timeout.TotalSeconds);
        });
}
