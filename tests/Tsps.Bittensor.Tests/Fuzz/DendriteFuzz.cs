using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Bittensor.Tests.Axon;
using Tsps.Bittensor.Tests.Axon.Replay;
using Tsps.Bittensor.Tests.Dendrite;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Fuzz;

/// <summary>A dendrite under mutated answers of real axons: from a connection's first byte to the forecast that is read in the end, without sockets.</summary>
internal static class DendriteFuzz
{
    private const int MaxAnswerBytes = 1 << 20;
    private const int Closes = 100;

    private static readonly string[] Files = ["wire/responses/axon_672.json.gz", "wire/responses/axon_1050.json.gz"];

    private static readonly DendriteTarget Target = new(SampleRequests.Axon, new AxonEndpoint(System.Net.IPAddress.Loopback, 8091));

    /// <summary>What was asked, with the answer that is mutated.</summary>
    private static readonly Lazy<(QueryBody Asked, RecordedAnswer Answer)[]> Seeds = new(() =>
        [.. Files.SelectMany(ReadSeeds)]);

    public static async Task<IReadOnlyList<string>> TryAsync(int seed, int count, CancellationToken cancellationToken)
    {
        var mutator = new AnswerMutator(seed);
        var answer = Array.Empty<byte>();
        using var transport = new DendriteTransport(CannedConnection.HandlerOf(() => answer), MaxAnswerBytes);
        HashSet<DendriteFault> faults = [];
        List<string> problems = [];
        for (var i = 0; i < count; i++)
        {
            var (asked, recorded) = Seeds.Value[i % Seeds.Value.Length];
            answer = mutator.Mutate(recorded);
            try
            {
                var (tail, room) = (asked.Tail(TensorDtypeSpelling.Bare), new AnswerRoom(MaxAnswerBytes));
                var exchange = await transport.SendAsync(asked.Synapse, asked.Type, Target.Endpoint!.ToString(), tail, TimeSpan.FromMinutes(1), room, cancellationToken);
                faults.Add(exchange.Fault);
                problems.AddRange(Problems(asked.Synapse, exchange).Select(problem => $"answer {i} of seed {seed}: {problem}"));
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                problems.Add($"answer {i} of seed {seed}: {exception}");
            }
        }

        DendriteFault[] wanted = [DendriteFault.None, DendriteFault.MalformedAnswer, DendriteFault.MalformedHttp, DendriteFault.Disconnected];
        problems.AddRange(wanted.Except(faults).Select(missing => $"seed {seed}: no answer ended {missing}"));
        return problems;
    }

    private static List<string> Problems(Synapse asked, Exchange exchange)
    {
        var (synapse, terminal) = (exchange.Synapse, exchange.Synapse.Dendrite);
        if (SynapseTypes.Of(synapse) != SynapseTypes.Of(asked))
        {
            return [$"the answer made a {synapse.Name} of a {asked.Name}"];
        }

        List<string> problems = [];
        problems.AddRange(SynapseTypes.Of(asked).Members
            .Where(member => !member.AnswerMayChange && !Equals(member.Get(asked), member.Get(synapse)))
            .Select(member => $"the answer changed {member.Name}"));
        var isToldAsFault = terminal is { StatusCode: 400 or 408 or 422 or 503, StatusMessage: not null, ProcessTime: null };
        if (exchange.Fault == DendriteFault.None ? terminal.ProcessTime is null : !isToldAsFault)
        {
            problems.Add($"{exchange.Fault} has the status {terminal.StatusCode}, the message '{terminal.StatusMessage}' and the time {terminal.ProcessTime}");
        }

        if (synapse is LiveForward forward)
        {
            var reading = ForecastReader.Read(new DendriteAnswer<LiveForward>(Target, forward, exchange.Fault), Closes);
            if (reading.Predictions is { } predictions ? predictions.ToDoubles().Length != Closes : reading.Refusal is null)
            {
                problems.Add("the forecast is neither kept nor refused");
            }
        }

        return problems;
    }

    private static IEnumerable<(QueryBody Asked, RecordedAnswer Answer)> ReadSeeds(string file)
    {
        using var vectors = GoldenFile.Read(file);
        foreach (var recorded in vectors.RootElement.GetProperty("success").EnumerateArray().Select(RecordedCase.Read))
        {
            var request = RawRequest.ParseAll(recorded.Request!)[0];
            var asked = SynapseJson.Read(SynapseTypes.Find(request.Path.TrimStart('/'))!, request.Body);
            yield return (new QueryBody(asked, MaxAnswerBytes), recorded.Answers[0]);
        }
    }
}
