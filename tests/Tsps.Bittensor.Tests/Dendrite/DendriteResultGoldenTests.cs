using System.Text.Json;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tests.Axon.Replay;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Dendrite;

/// <summary>
/// Every recorded answer of an axon, given to this dendrite: it ends with what the recorded caller's synapse held, the time of the whole exchange apart.
/// Only where the axon closed without an answer does SDK 6 say otherwise: its 422 is 503 with SDK 10, and so it is here.
/// </summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class DendriteResultGoldenTests
{
    private const int Unprocessable = 422;
    private const int Unavailable = 503;
    private const string Closed = "Server disconnected";

    [Theory]
    [InlineData("wire/responses/axon_672.json.gz", "success")]
    [InlineData("wire/responses/axon_1050.json.gz", "success")]
    [InlineData("wire/requests/variations_672.json", "cases")]
    [InlineData("wire/requests/variations_1050.json", "cases")]
    public async Task The_synapse_ends_as_the_recorded_one(string file, string table)
    {
        await ForEachAsync(file, table, RecordedResult.AssertSame);
    }

    [Theory]
    [InlineData("wire/responses/miner_v4.json.gz")]
    [InlineData("wire/responses/miner_v6.json.gz")]
    public async Task The_answer_of_the_reference_miner_is_taken_as_recorded(string file)
    {
        await ForEachAsync(file, "cases", (result, answer) =>
        {
            var (status, message) = (RecordedResult.Status(result, "status_code"), RecordedResult.Text(result, "status_message")!);
            var isClosed = status == Unprocessable && message.EndsWith(Closed, StringComparison.Ordinal);
            Assert.Equal(isClosed ? Unavailable : status, answer.StatusCode);
            Assert.Equal(isClosed ? $"Service disconnected: {Closed}" : message, answer.StatusMessage);
            RecordedResult.AssertSameAnswer(result, answer.Synapse);
        });
    }

    private static async Task ForEachAsync(string file, string table, Action<JsonElement, DendriteAnswer<Synapse>> assert)
    {
        using var vectors = GoldenFile.Read(file);
        JsonElement[] cases = [.. vectors.RootElement.GetProperty(table).EnumerateArray().Where(element => element.TryGetProperty("dendrite_result", out _))];
        Assert.NotEmpty(cases);
        List<string> problems = [];
        foreach (var element in cases)
        {
            var recorded = RecordedCase.Read(element);
            var bytes = recorded.Answers.Count == 0 ? [] : Assert.Single(recorded.Answers).ToBytes();
            var answer = await RecordedExchange.PlayAsync(Assert.Single(RawRequest.ParseAll(recorded.Request!)), bytes, TestContext.Current.CancellationToken);
            try
            {
                assert(element.GetProperty("dendrite_result"), answer);
            }
            catch (Xunit.Sdk.XunitException different)
            {
                problems.Add($"{recorded.Name}: {answer.StatusCode} '{answer.StatusMessage}': {different.Message}");
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }
}
