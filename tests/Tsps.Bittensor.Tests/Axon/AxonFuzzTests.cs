using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Axon.Admission;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tests.Axon.Replay;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Axon;

[Trait(Categories.Name, Categories.Unit)]
public sealed partial class AxonFuzzTests
{
    private const int Mutations = 200_000;
    private const int Workers = 4;

    private static readonly HashSet<int> Statuses = [200, 307, 400, 401, 403, 404, 405, 408, 413, 422, 500];

    /// <summary>Signatures are let through and not made, as they would take a minute: what is behind them is tried here.</summary>
    [Fact]
    public async Task Answers_200_000_mutated_requests_without_an_unforeseen_error()
    {
        var problems = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => TryMutationsAsync(worker, Mutations / Workers), TestContext.Current.CancellationToken)));

        Assert.Empty(problems.SelectMany(found => found).Take(10));
    }

    private static async Task<IReadOnlyList<string>> TryMutationsAsync(int seed, int count)
    {
        RawRequest[] seeds = [.. SampleRequests.All.Select(request => request.Raw)];
        var logger = new FailureLogger();
        var pipeline = OpenPipeline(logger);
        var mutator = new RequestMutator(seed);
        HashSet<int> seen = [];
        for (var i = 0; i < count; i++)
        {
            var request = mutator.Mutate(seeds[i % seeds.Length]);
            var answer = await pipeline.AnswerAsync(request.ToAxonRequest(1), TestContext.Current.CancellationToken);
            seen.Add(answer.StatusCode);
            if (Fault(answer) is { } fault)
            {
                logger.Problems.Add($"mutation {i} of seed {seed}: {fault}");
            }
        }

        if (seen.Count < 8)
        {
            logger.Problems.Add($"only the statuses {string.Join(' ', seen)} were reached");
        }

        return logger.Problems;
    }

    private static string? Fault(AxonResponse answer)
    {
        if (!Statuses.Contains(answer.StatusCode))
        {
            return $"status {answer.StatusCode}";
        }

        if (answer.Headers.FirstOrDefault(header => !HeaderLine().IsMatch($"{header.Key}: {header.Value}")) is { Key: not null } unfit)
        {
            return $"header {unfit.Key}: {unfit.Value}";
        }

        try
        {
            using var body = answer.Body.IsEmpty ? null : JsonDocument.Parse(answer.Body);
            var isWell = body is null ? answer.StatusCode is 307 or 405 : body.RootElement.TryGetProperty(answer.StatusCode == 200 ? "name" : "message", out _);
            return isWell ? null : $"{answer.StatusCode} with the body {Encoding.UTF8.GetString(answer.Body.Span)}";
        }
        catch (JsonException exception)
        {
            return $"{exception.Message} in {Encoding.UTF8.GetString(answer.Body.Span)}";
        }
    }

    private static AxonPipeline OpenPipeline(FailureLogger logger)
    {
        var admission = new RegisteredHotkeyPolicy(FixedMetagraph.Of((SampleRequests.Caller, 1m)));
        AxonRoute[] routes =
        [
            AxonRoute.To(new Echo<LiveForward>(), admission),
            AxonRoute.To(new Echo<LiveForwardHash>(), admission),
            AxonRoute.To(new Echo<LiveBackward>(), admission),
            AxonRoute.To(new Echo<TrainingForward>(), admission),
            AxonRoute.To(new Echo<TrainingBackward>(), admission),
        ];
        return new AxonPipeline(new ZeroSigner(), (_, _, _) => true, routes, new ForgetfulNonces(), new NoPriority(), new AxonOptions { Concurrency = Workers }, new RecordedClock(), logger);
    }

    [GeneratedRegex("^[a-z0-9_-]+: [ -~]{0,8000}$")]
    private static partial Regex HeaderLine();

    private sealed class Echo<TSynapse> : ISynapseHandler<TSynapse>
        where TSynapse : Synapse
    {
        public ValueTask<TSynapse> HandleAsync(TSynapse synapse, AxonCall call, CancellationToken cancellationToken)
        {
            if (synapse is StreamSynapse { Samples: { } samples })
            {
                call.Decode(samples);
            }

            return ValueTask.FromResult(synapse);
        }
    }

    private sealed class ForgetfulNonces : INonceStore
    {
        public ValueTask<Int128?> FindAsync(NonceKey key, CancellationToken cancellationToken) => ValueTask.FromResult<Int128?>(null);

        public ValueTask<bool> TryAdvanceAsync(NonceKey key, Int128 nonce, DateTimeOffset keepUntil, CancellationToken cancellationToken) => ValueTask.FromResult(true);
    }

    private sealed class NoPriority : IRequestPriority
    {
        public decimal Of(Hotkey caller) => 0;
    }

    private sealed class ZeroSigner : IHotkeySigner
    {
        public Hotkey Hotkey => SampleRequests.Axon;

        public ReadOnlyMemory<byte> PublicKey => new byte[32];

        public byte[] Sign(ReadOnlySpan<byte> message) => new byte[64];
    }
}
