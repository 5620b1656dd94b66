using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Axon.Admission;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tests.Axon.Replay;
using Tsps.Domain;

namespace Tsps.Bittensor.Tests.Axon;

/// <summary>An axon under mutated requests. Signatures are let through and not made, as they would take most of the time: what is behind them is tried.</summary>
internal static partial class AxonFuzz
{
    public const int Workers = 4;

    private static readonly HashSet<int> Statuses = [200, 307, 400, 401, 403, 404, 405, 408, 413, 422, 500];

    /// <summary>Tries mutations that depend on the seed alone; gives sentences on what was not answered as it should be.</summary>
    public static async Task<IReadOnlyList<string>> TryAsync(int seed, int count, CancellationToken cancellationToken)
    {
        RawRequest[] seeds = [.. SampleRequests.All.Select(request => request.Raw)];
        var logger = new FailureLogger();
        var pipeline = OpenPipeline(logger);
        var mutator = new RequestMutator(seed);
        HashSet<int> seen = [];
        for (var i = 0; i < count; i++)
        {
            var request = mutator.Mutate(seeds[i % seeds.Length]);
            var known = logger.Problems.Count;
            if (await FindFaultAsync(pipeline, request, seen, cancellationToken) is { } fault)
            {
                logger.Problems.Add(fault);
            }

            for (; known < logger.Problems.Count; known++)
            {
                logger.Problems[known] = $"mutation {i} of seed {seed}: {logger.Problems[known]}";
            }
        }

        if (seen.Count < 8)
        {
            logger.Problems.Add($"seed {seed}: only the statuses {string.Join(' ', seen)} were reached");
        }

        return logger.Problems;
    }

    private static async Task<string?> FindFaultAsync(AxonPipeline pipeline, RawRequest request, HashSet<int> seen, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await pipeline.AnswerAsync(request.ToAxonRequest(1), cancellationToken);
            seen.Add(answer.StatusCode);
            return Fault(answer);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return exception.ToString();
        }
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
        public bool TryFindHeld(NonceKey key, out Int128? last)
        {
            last = null;
            return true;
        }

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
