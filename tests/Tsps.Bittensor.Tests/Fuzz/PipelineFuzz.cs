using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Axon.Admission;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tests.Axon;
using Tsps.Bittensor.Tests.Axon.Replay;
using Tsps.Domain;

namespace Tsps.Bittensor.Tests.Fuzz;

/// <summary>An axon under mutated requests. Signatures are let through and not made, as they would take most of the time: what is behind them is tried.</summary>
internal static class PipelineFuzz
{
    public static async Task<IReadOnlyList<string>> TryAsync(int seed, int count, CancellationToken cancellationToken)
    {
        RawRequest[] seeds = [.. SampleRequests.All.Select(request => request.Raw)];
        var logger = new FailureLogger();
        var mutator = new RequestMutator(seed);
        var caller = new HostileCaller(OpenPipeline(logger), logger, seed);
        for (var i = 0; i < count; i++)
        {
            await caller.AskAsync(mutator.Mutate(seeds[i % seeds.Length]), cancellationToken);
        }

        caller.CheckVariety();
        return caller.Problems;
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
        return new AxonPipeline(new ZeroSigner(), (_, _, _) => true, routes, new ForgetfulNonces(), new NoPriority(), new AxonOptions(), new RecordedClock(), logger);
    }

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
