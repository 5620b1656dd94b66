using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Axon.Admission;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;

namespace Tsps.Bittensor.Axon;

/// <summary>
/// Answers requests as an axon of the caller's SDK would (wire specification, sections 4 and 5; the README of this folder says where not).
/// Knows nothing of the transport: a function or a web server hands it a request and sends what it returns.
/// </summary>
/// <remarks>
/// Order of work: path, headers, announced size, admission, verification, priority, method and rest of the path, body, place in the queue, handler.
/// Bodies arrive before the queue, in room of their own: who sends slowly holds no place there. Whatever happens, there is an answer.
/// </remarks>
public sealed class AxonPipeline
{
    private const int MaxLoggedLength = 200;

    private readonly Dictionary<string, AxonRoute> _routes;
    private readonly AxonOptions _options;
    private readonly RequestVerifier _verifier;
    private readonly IRequestPriority _priority;
    private readonly BodyRoom _bodies;
    private readonly PriorityGate _gate;
    private readonly AnswerWriter _answers;
    private readonly TimeProvider _time;
    private readonly ILogger<AxonPipeline> _logger;

    /// <param name="signer">The axon's own hotkey.</param>
    /// <param name="routes">What it serves besides the ping, in the order in which a 404 lists it.</param>
    /// <exception cref="ArgumentException">Two routes serve the same synapse.</exception>
    public AxonPipeline(
        IHotkeySigner signer,
        IEnumerable<AxonRoute> routes,
        INonceStore nonces,
        IRequestPriority priority,
        AxonOptions options,
        TimeProvider time,
        ILogger<AxonPipeline> logger)
        : this(signer, HotkeySignature.Verify, routes, nonces, priority, options, time, logger)
    {
    }

    internal AxonPipeline(
        IHotkeySigner signer,
        SignatureCheck isSignedBy,
        IEnumerable<AxonRoute> routes,
        INonceStore nonces,
        IRequestPriority priority,
        AxonOptions options,
        TimeProvider time,
        ILogger<AxonPipeline> logger)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(options);
        _routes = routes.Prepend(AxonRoute.Ping).ToDictionary(route => route.Type.Name, StringComparer.Ordinal);
        _options = options;
        _verifier = new RequestVerifier(signer.Hotkey, nonces, isSignedBy, options.Nonces, time);
        _priority = priority;
        _bodies = new BodyRoom(options.MaximumBodies, options.MaximumBodyBytes);
        _gate = new PriorityGate(options.Concurrency, options.WaitingRoom, time);
        _answers = new AnswerWriter(signer, options.Version, time);
        _time = time;
        _logger = logger;
    }

    /// <summary>Answers a request; never throws for anything that a caller or a handler does.</summary>
    /// <exception cref="OperationCanceledException">The caller has gone or the host stops.</exception>
    public async ValueTask<AxonResponse> AnswerAsync(AxonRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var exchange = new AxonExchange(request, _time.GetUtcNow(), _time.GetTimestamp());
        try
        {
            var failure = Screen(exchange)
                ?? await _verifier.VerifyAsync(exchange.Headers!, exchange.Caller, exchange.Sdk, cancellationToken).ConfigureAwait(false);
            if (failure is not null)
            {
                return Refuse(exchange, failure);
            }

            exchange.IsVerified = true;
            return await ServeAsync(exchange, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var failure = AxonFailures.Unexpected();
            AxonLog.Failed(_logger, exception, exchange.SynapseName, exchange.CallerName, failure.ErrorId);

            // What failed may be the signing itself.
            exchange.IsVerified = false;
            return _answers.Failed(exchange, failure);
        }
    }

    /// <summary>What can be told from path and headers alone.</summary>
    private AxonFailure? Screen(AxonExchange exchange)
    {
        if (!_routes.TryGetValue(exchange.Path.SynapseName, out var route))
        {
            return AxonFailures.UnknownSynapse(exchange.Path.SynapseName, _routes.Keys);
        }

        exchange.Route = route;
        try
        {
            exchange.Accept(AxonRequestHeaders.Read(route.Type, exchange.Request.Headers));
        }
        catch (SynapseFormatException exception)
        {
            return AxonFailures.HeadersUnreadable(exchange.Sdk, exchange.Request.Headers, route.Type, exception.Message);
        }

        return exchange.Request.DeclaredLength > _options.MaximumBodySize ? AxonFailures.BodyTooLarge(_options.MaximumBodySize) : Admit(exchange, route);
    }

    private static AxonFailure? Admit(AxonExchange exchange, AxonRoute route)
    {
        var decision = route.Admission.Decide(new AdmissionRequest(route.Type.Name, exchange.Caller, exchange.ReceivedAt));
        return decision.Verdict == AdmissionVerdict.Refuse
            ? AxonFailures.Blacklisted(exchange.Headers!.Dendrite.Hotkey) with { LogReason = decision.Reason }
            : null;
    }

    private static AxonFailure? CheckMethodAndPath(AxonExchange exchange) => (exchange.Path.Rest, exchange.Request.Method) switch
    {
        ("/", _) => AxonFailures.RedirectTo("/" + exchange.Route!.Type.Name),
        ({ Length: > 0 }, _) => AxonFailures.NoSuchPath(),
        (_, "GET" or "POST") => null,
        var (_, method) => AxonFailures.MethodNotAllowed(method),
    };

    private async ValueTask<AxonResponse> ServeAsync(AxonExchange exchange, CancellationToken cancellationToken)
    {
        if (!TryRank(exchange.Caller!.Value, out var rank))
        {
            return Refuse(exchange, AxonFailures.WaitedTooLong(exchange.Sdk, exchange.Headers!.Timeout ?? _options.MaximumWait.TotalSeconds));
        }

        if ((CheckMethodAndPath(exchange) ?? BodyFormat.CheckContentType(exchange)) is { } unservable)
        {
            return Refuse(exchange, unservable);
        }

        if (!_bodies.TryEnter(rank, out var entered))
        {
            return Refuse(exchange, AxonFailures.Overloaded(_options.RetryAfter));
        }

        using var place = entered;
        using var body = await RequestBody.ReadAsync(exchange.Request, place, _options, _time, cancellationToken).ConfigureAwait(false);
        return body.Failure is { } failure
            ? Refuse(exchange, failure)
            : await ServeInTurnAsync(exchange, body.Bytes, rank, place, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<AxonResponse> ServeInTurnAsync(AxonExchange exchange, ReadOnlyMemory<byte> body, decimal rank, BodyPlace place, CancellationToken cancellationToken)
    {
        var timeout = exchange.Headers!.Timeout;
        var callerWaits = timeout > 0 && timeout < _options.MaximumWait.TotalSeconds ? TimeSpan.FromSeconds(timeout.Value) : _options.MaximumWait;
        using var turn = await _gate.EnterAsync(rank, callerWaits, place.SentAway, cancellationToken).ConfigureAwait(false);
        return turn.Outcome switch
        {
            GateOutcome.Entered when place.TrySettle() => await ReadAndHandleAsync(exchange, body, cancellationToken).ConfigureAwait(false),
            GateOutcome.WaitedTooLong => Refuse(exchange, AxonFailures.WaitedTooLong(exchange.Sdk, timeout ?? callerWaits.TotalSeconds)),
            _ => Refuse(exchange, AxonFailures.Overloaded(_options.RetryAfter)),
        };
    }

    private bool TryRank(Hotkey caller, out decimal rank)
    {
        try
        {
            rank = _priority.Of(caller);
            return true;
        }
        catch (TimeoutException)
        {
            rank = 0;
            return false;
        }
    }

    private async ValueTask<AxonResponse> ReadAndHandleAsync(AxonExchange exchange, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        exchange.BodyLength = body.Length;
        return BodyFormat.Read(exchange, body, _options.TensorLimits, out var synapse) is { } failure
            ? Refuse(exchange, failure)
            : await HandleAsync(exchange, synapse!, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<AxonResponse> HandleAsync(AxonExchange exchange, Synapse synapse, CancellationToken cancellationToken)
    {
        var type = exchange.Route!.Type;
        var spelling = SdkVersion.SpellingForAnswer(AnswerTensors.First(type, synapse), exchange.Headers!.Dendrite.Version);
        var call = new AxonCall(exchange.Caller!.Value, exchange.ReceivedAt, spelling, _options.TensorLimits);
        try
        {
            var answer = await exchange.Route.HandleAsync(synapse, call, cancellationToken).ConfigureAwait(false);
            var response = _answers.Succeeded(exchange, AnswerTensors.Respell(type, answer, spelling));
            var elapsed = _time.GetElapsedTime(exchange.StartedAt);
            AxonLog.Answered(_logger, exchange.SynapseName, exchange.CallerName, response.StatusCode, elapsed.TotalMilliseconds);
            return response;
        }
        catch (TensorFormatException exception)
        {
            return Refuse(exchange, AxonFailures.TensorRefused(exception.Message));
        }
        catch (SynapseFailedException exception)
        {
            return Refuse(exchange, AxonFailures.HandlerRefused(exchange.Sdk, exception));
        }
    }

    private AxonResponse Refuse(AxonExchange exchange, AxonFailure failure)
    {
        if (_logger.IsEnabled(LogLevel.Information))
        {
            var reason = HeaderText.Clean(failure.LogReason ?? failure.Detail ?? failure.Message, MaxLoggedLength);
            if (failure.ErrorId is { } id)
            {
                AxonLog.RefusedWithId(_logger, exchange.SynapseName, exchange.CallerName, failure.StatusCode, reason, id);
            }
            else
            {
                AxonLog.Refused(_logger, exchange.SynapseName, exchange.CallerName, failure.StatusCode, reason);
            }
        }

        return _answers.Failed(exchange, failure);
    }
}
