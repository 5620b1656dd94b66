using System.Text;
using System.Text.Json;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Mining.Tests;

/// <summary>What the reference's v6 miner committed to and then revealed, through storage and both handlers.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class CommitmentGoldenTests(AzuriteFixture azurite)
{
    /// <summary>The reference prints them in a way that no caller can reproduce (wire specification, section 9).</summary>
    private const string NumpyNumbers = "np.float64";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commits_to_the_recorded_closes_as_recorded_and_reveals_them_to_the_bit()
    {
        using var vectors = GoldenFile.Read("wire/responses/miner_v6.json.gz");
        var commitments = new Dictionary<string, (string Hash, string Note)>();
        var compared = 0;
        foreach (var recorded in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            var caller = recorded.GetProperty("caller").GetString()!;
            var result = recorded.GetProperty("dendrite_result");
            if (result.TryGetProperty("hashed_predictions", out var hash) && hash.ValueKind == JsonValueKind.String)
            {
                commitments[caller] = (hash.GetString()!, recorded.TryGetProperty("note", out var note) ? note.GetString()! : "");
            }
            else if (result.TryGetProperty("predictions", out var predictions) && predictions.ValueKind == JsonValueKind.Object
                && predictions.GetProperty("dtype").GetString() == "torch.float64"
                && commitments.Remove(caller, out var committed) && !committed.Note.Contains(NumpyNumbers, StringComparison.Ordinal))
            {
                await CompareAsync(Encoding.UTF8.GetString(recorded.GetProperty("request_b64").GetBytesFromBase64()), caller, predictions.GetProperty("values").AsDoubles(), committed.Hash);
                compared++;
            }
        }

        Assert.True(compared > 0, "The file holds no forecast that was committed to.");
    }

    private async Task CompareAsync(string request, string caller, double[] closes, string hash)
    {
        var headers = request.Split("\r\n\r\n", 2);
        var miner = headers[0].Split("\r\n").Single(line => line.StartsWith("bt_header_axon_hotkey:", StringComparison.OrdinalIgnoreCase)).Split(':')[1].Trim();
        var question = (LiveForward)SynapseJson.Read(SynapseTypes.Find(nameof(LiveForward))!, Encoding.UTF8.GetBytes(headers[1]));
        var world = new MinerWorld(azurite) { Miner = new Hotkey(miner) };
        await world.Commitments.AddAsync(caller, question.StreamId, question.RequestUuid, closes, world.Clock.GetUtcNow().AddDays(1), Token);

        var commitment = await world.NewHash().HandleAsync(HashOf(question), world.CallOf(caller), Token);
        var revealed = await world.NewForward().HandleAsync(question, world.CallOf(caller), Token);

        Assert.Equal(hash, commitment.HashedPredictions);
        Assert.Equal(
            closes.Select(BitConverter.DoubleToInt64Bits),
            TensorCodec.Decode(revealed.Predictions!, TensorLimits.Default).ToDoubles().Select(BitConverter.DoubleToInt64Bits));
    }

    private static LiveForwardHash HashOf(LiveForward question) => new()
    {
        RequestUuid = question.RequestUuid,
        StreamId = question.StreamId,
        TopicId = question.TopicId,
        SchemaId = question.SchemaId,
        FeatureIds = question.FeatureIds,
        PredictionSize = question.PredictionSize,
    };
}
