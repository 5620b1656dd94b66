using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Axon.Admission;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Axon.Replay;

/// <summary>What the reference miner lets in and how its axon answers; what its model says is for others to test.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed partial class MinerReplayGoldenTests
{
    private const string GoneAway = "left_the_metagraph";
    private const string NotInMetagraph = "in_hotkey_list_but_without_axon_entry";
    private const string ForwardFailed = "Internal server error with error: ";

    [Fact]
    public async Task Admits_whom_the_v4_miner_admits()
    {
        using var vectors = GoldenFile.Read("wire/responses/miner_v4.json.gz");
        await AssertAnswersAsync(vectors.RootElement, (replay, metagraph) =>
        {
            var registered = new RegisteredHotkeyPolicy(metagraph);
            return
            [
                AxonRoute.To(new MinerForward<TrainingForward>(replay), registered),
                AxonRoute.To(new MinerForward<TrainingBackward>(replay), registered),
                AxonRoute.To(new MinerForward<LiveForward>(replay), registered),
                AxonRoute.To(new MinerForward<LiveBackward>(replay), registered),
            ];
        });
    }

    [Fact]
    public async Task Admits_whom_the_v6_miner_admits_at_its_minutes()
    {
        using var vectors = GoldenFile.Read("wire/responses/miner_v6.json.gz");
        await AssertAnswersAsync(vectors.RootElement, (replay, metagraph) =>
        {
            var registered = new RegisteredHotkeyPolicy(metagraph);
            var stake = new MinimumStakePolicy(metagraph, 0);
            return
            [
                AxonRoute.To(new MinerForward<LiveForward>(replay), new AdmissionChain(registered, stake, AllowedMinutesPolicy.LiveForward)),
                AxonRoute.To(new MinerForward<LiveForwardHash>(replay), new AdmissionChain(registered, stake, AllowedMinutesPolicy.LiveForwardHash)),
            ];
        });
    }

    private static async Task AssertAnswersAsync(JsonElement file, Func<AxonReplay, IMetagraphView, IEnumerable<AxonRoute>> routes)
    {
        var metagraph = new ChangingMetagraph(Stakes(file));
        using var replay = new AxonReplay(RecordedKeys.Open(file.GetProperty("miner_mnemonic_index").GetInt32()), replay => routes(replay, metagraph));
        List<string> problems = [];
        foreach (var element in file.GetProperty("cases").EnumerateArray())
        {
            var recorded = RecordedCase.Read(element);
            var request = Assert.Single(RawRequest.ParseAll(recorded.Request!));
            Assert.Equal(RecordedKeys.AddressOf(element.GetProperty("caller_mnemonic_index")), request.Header("bt_header_dendrite_hotkey"));
            metagraph.HasLeft = recorded.Name.EndsWith(GoneAway, StringComparison.Ordinal) ? request.Header("bt_header_dendrite_hotkey") : null;
            var expected = recorded.Answers.SingleOrDefault();
            var answer = await replay.PlayAsync(recorded, request, expected, TestContext.Current.CancellationToken);
            problems.AddRange(Problems(recorded, expected, answer));
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private static IEnumerable<string> Problems(RecordedCase recorded, RecordedAnswer? expected, AxonResponse answer)
    {
        // The reference fails where a hotkey has no axon; here such a hotkey is just not in the metagraph.
        if (recorded.Name == NotInMetagraph)
        {
            return answer.StatusCode == 403 ? [] : [$"{recorded.Name}: {answer.StatusCode}"];
        }

        // The reference closes the connection when it has nothing to say; a handler says so.
        return expected is not null
            ? AnswerComparison.Compare(expected, answer).Select(problem => $"{recorded.Name}: {problem}")
            : answer.StatusCode == 503 ? [] : [$"{recorded.Name}: {answer.StatusCode}"];
    }

    private static (Hotkey Hotkey, decimal Stake)[] Stakes(JsonElement file) =>
        [.. StakeOf().Matches(file.GetProperty("stakes").GetString()!).Select(match =>
        {
            using var key = RecordedKeys.Open(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            return (key.Hotkey, decimal.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
        })];

    [GeneratedRegex(@"hotkey ([0-9]+): ([0-9.]+)")]
    private static partial Regex StakeOf();

    private sealed class ChangingMetagraph((Hotkey Hotkey, decimal Stake)[] neurons) : IMetagraphView
    {
        public string? HasLeft { get; set; }

        public Metagraph? Current => FixedMetagraph.Of([.. neurons.Where(neuron => neuron.Hotkey.Address != HasLeft)]).Current;
    }

    /// <summary>Answers, fails or stays silent as recorded.</summary>
    private sealed class MinerForward<TSynapse>(AxonReplay replay) : ISynapseHandler<TSynapse>
        where TSynapse : Synapse
    {
        public ValueTask<TSynapse> HandleAsync(TSynapse synapse, AxonCall call, CancellationToken cancellationToken) => replay.Recorded switch
        {
            null => throw new SynapseFailedException(503, "there is nothing to answer yet"),
            { StatusCode: 500 } failed => throw new SynapseFailedException(Reason(failed)),
            _ => ValueTask.FromResult((TSynapse)replay.RecordedResult(synapse)),
        };

        private static string Reason(RecordedAnswer failed)
        {
            using var body = JsonDocument.Parse(Encoding.UTF8.GetString(failed.Body));
            return body.RootElement.GetProperty("message").GetString()!.Replace(ForwardFailed, "", StringComparison.Ordinal);
        }
    }
}
