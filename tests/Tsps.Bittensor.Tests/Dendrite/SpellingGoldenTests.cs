using System.Text.Json;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Tensors;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Dendrite;

/// <summary>Which SDK reads which spelling of tensors, and how it fails on the other: <c>wire/compat.json</c>.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class SpellingGoldenTests
{
    private const int Success = 200;

    /// <summary>The synapses whose requests have a tensor that both SDKs take.</summary>
    private static readonly string[] WithTensor = ["v4/LiveForward", "v4/TrainingForward"];

    [Fact]
    public void Every_recorded_failure_on_a_spelling_is_taken_for_one()
    {
        using var vectors = GoldenFile.Read("wire/compat.json");
        foreach (var pair in vectors.RootElement.GetProperty("pairs").EnumerateArray())
        {
            var (axon, dendrite) = (Spelling(pair.GetProperty("axon")), Spelling(pair.GetProperty("dendrite")));
            foreach (var result in pair.GetProperty("results").EnumerateArray().Where(result => WithTensor.Contains(result.GetProperty("name").GetString())))
            {
                var status = result.GetProperty("status_code").GetInt32();
                var isClosed = result.GetProperty("status_message").GetString()!.Contains("disconnected", StringComparison.OrdinalIgnoreCase);

                var seemsMisspelled = SpellingMemory.SeemsMisspelled(dendrite, isClosed ? DendriteFault.Disconnected : DendriteFault.None, status);

                Assert.Equal(axon == dendrite, status == Success);
                Assert.Equal(axon != dendrite, seemsMisspelled);
            }
        }
    }

    private static TensorDtypeSpelling Spelling(JsonElement sdk)
    {
        var name = sdk.GetString()!;
        return name.Contains("USE_TORCH=1", StringComparison.Ordinal) || name.StartsWith("6.", StringComparison.Ordinal) ? TensorDtypeSpelling.Torch : TensorDtypeSpelling.Bare;
    }
}
