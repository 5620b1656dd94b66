using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;

namespace Tsps.Bittensor.Dendrite;

/// <summary>
/// Asks axons, many at once (wire specification, sections 2 and 6). What is the same for all, samples above all, is encoded once and streamed to each,
/// and answers that repeat it hold no copy; what answers hold beside is bounded for all together. The timeout of each target counts from the start of its own request, on real time. One client serves a whole process.
/// </summary>
public sealed class DendriteClient : IDisposable
{
    private const int Success = 200;

    private readonly DendriteOptions _options;
    private readonly DendriteIdentity _identity;
    private readonly NonceClock _nonces;
    private readonly ILogger<DendriteClient> _logger;
    private readonly DendriteTransport _transport;
    private readonly SpellingMemory _spellings = new();

    /// <param name="time">The clock of the nonces, which axons hold against their own.</param>
    /// <exception cref="ArgumentException">The options claim an SDK whose nonces are no Unix nanoseconds, or ask nobody.</exception>
    public DendriteClient(IHotkeySigner signer, DendriteOptions options, TimeProvider time, ILogger<DendriteClient> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.Version.HasUnixNonces)
        {
            throw new ArgumentException($"Version {options.Version.Number} counts nonces from the machine's start; 10005000 (SDK 10.5.0) is one that takes Unix nanoseconds.", nameof(options));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrency, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxAnswerBytes, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxHeldBytes);
        _options = options;
        _identity = new DendriteIdentity(signer, Guid.NewGuid().ToString(), options.ExternalIp, options.Version);
        _nonces = new NonceClock(time);
        _logger = logger;
        _transport = new DendriteTransport(DendriteTransport.CreateHandler(), options.MaxAnswerBytes);
    }

    /// <summary>Asks all targets at once.</summary>
    /// <param name="synapse">What to ask; its timeout, sizes and blocks are filled in.</param>
    /// <returns>One answer a target, in their order.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<IReadOnlyList<DendriteAnswer<TSynapse>>> AskAsync<TSynapse>(
        TSynapse synapse, IReadOnlyList<DendriteTarget> targets, TimeSpan timeout, CancellationToken cancellationToken)
        where TSynapse : Synapse
    {
        ArgumentNullException.ThrowIfNull(synapse);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        cancellationToken.ThrowIfCancellationRequested();
        var query = new Query<TSynapse>(this, new QueryBody(synapse, _options.MaxHeldBytes), targets, timeout, cancellationToken);
        var askers = new Task[Math.Min(_options.MaxConcurrency, targets.Count)];
        for (var i = 0; i < askers.Length; i++)
        {
            askers[i] = query.AskInTurnAsync();
        }

        await Task.WhenAll(askers);
        return query.Answers;
    }

    public void Dispose() => _transport.Dispose();

    private async Task<Exchange> AskOneAsync(QueryBody body, DendriteTarget target, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (Refusal(body.Type, target) is { } refusal)
        {
            return new Exchange(AnswerReader.Fail(body.Synapse, refusal.Status, refusal.Message), refusal.Fault, 0, 0, TimeSpan.Zero, IsOnOldConnection: false);
        }

        var start = Stopwatch.GetTimestamp();
        var isKnown = target.Spelling is not null;
        var spelling = target.Spelling ?? (_spellings.TryFind(target.Hotkey, out var remembered) ? remembered : TensorDtypeSpelling.Torch);
        var exchange = Log(body, target, await SendAsync(body, target, spelling, timeout, cancellationToken));
        if (exchange is { Fault: DendriteFault.Disconnected, IsOnOldConnection: true } && Rest() > TimeSpan.Zero)
        {
            exchange = Log(body, target, await SendAsync(body, target, spelling, Rest(), cancellationToken));
        }

        if (!body.HasTensor || isKnown || Rest() <= TimeSpan.Zero || !SpellingMemory.SeemsMisspelled(spelling, exchange.Fault, exchange.Synapse.Dendrite.StatusCode))
        {
            return exchange;
        }

        DendriteLog.TryingOtherSpelling(_logger, target.Hotkey.Address, spelling);
        var other = spelling == TensorDtypeSpelling.Torch ? TensorDtypeSpelling.Bare : TensorDtypeSpelling.Torch;
        var second = Log(body, target, await SendAsync(body, target, other, Rest(), cancellationToken));
        if (second.Synapse.Dendrite.StatusCode != Success)
        {
            return exchange;
        }

        _spellings.Remember(target.Hotkey, other);
        return second;

        TimeSpan Rest() => timeout - Stopwatch.GetElapsedTime(start);
    }

    private Task<Exchange> SendAsync(QueryBody body, DendriteTarget target, TensorDtypeSpelling spelling, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var asked = body.For(target.Hotkey, target.Endpoint!, spelling, timeout, _identity, _nonces.Next());
        return _transport.SendAsync(asked, body.Type, target.Endpoint!.ToString(), body.Tail(spelling), timeout, body.Answers, cancellationToken);
    }

    private Exchange Log(QueryBody body, DendriteTarget target, Exchange exchange)
    {
        var (status, message) = (exchange.Synapse.Dendrite.StatusCode, exchange.Synapse.Dendrite.StatusMessage);
        DendriteLog.Answered(_logger, target.Hotkey.Address, body.Type.Name, (int?)status, message, exchange.Elapsed.TotalSeconds, exchange.Fault);
        return exchange;
    }

    private ExchangeFailure? Refusal(SynapseType type, DendriteTarget target)
    {
        if (target.Endpoint is not { IsAnnounced: true } endpoint)
        {
            return ExchangeFailure.Refused($"{target.Endpoint?.ToString() ?? "0.0.0.0:0"}/{type.Name}", "the neuron has announced no address");
        }

        return _options.AllowPrivateAddresses || PublicAddress.Is(endpoint.Address)
            ? null
            : ExchangeFailure.Refused($"{endpoint}/{type.Name}", "the address is not public; the setting that allows private addresses is off");
    }

    /// <summary>Targets that a bounded number of askers take one after the other.</summary>
    private sealed class Query<TSynapse>(
        DendriteClient client, QueryBody body, IReadOnlyList<DendriteTarget> targets, TimeSpan timeout, CancellationToken cancellationToken)
        where TSynapse : Synapse
    {
        private int _taken;

        public DendriteAnswer<TSynapse>[] Answers { get; } = new DendriteAnswer<TSynapse>[targets.Count];

        public async Task AskInTurnAsync()
        {
            while (Interlocked.Increment(ref _taken) - 1 is var index && index < Answers.Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var target = targets[index];
                var exchange = await client.AskOneAsync(body, target, target.Timeout is { } own && own < timeout ? own : timeout, cancellationToken);
                Answers[index] = new DendriteAnswer<TSynapse>(target, (TSynapse)exchange.Synapse, exchange.Fault)
                {
                    RequestBytes = exchange.RequestBytes,
                    AnswerBytes = exchange.AnswerBytes,
                };
            }
        }
    }
}
