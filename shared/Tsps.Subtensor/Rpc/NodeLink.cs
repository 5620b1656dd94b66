using Microsoft.Extensions.Logging;

namespace Tsps.Subtensor.Rpc;

/// <summary>Calls whichever node of the chain answers: a fresh connection after each loss, the next endpoint after each failure, pauses in between.</summary>
internal sealed partial class NodeLink(SubtensorOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private const string Advice =
        "Check the address that --network or Subtensor__Network gives, that a node of that chain is up there, and that this machine can reach it.";

    private readonly SemaphoreSlim _connecting = new(1, 1);

    /// <summary>Those that did not answer when they were tried last.</summary>
    private readonly HashSet<Uri> _failing = [];

    private NodeConnection? _connection;
    private string? _genesisHash = options.Network.GenesisHash;
    private int _endpoint;

    /// <summary>The endpoint in use.</summary>
    public Uri Endpoint => options.Network.Endpoints[_endpoint];

    private string Name => EndpointText.Of(Endpoint);

    /// <summary>The genesis hash that all endpoints share; known once one has answered.</summary>
    public string GenesisHash => _genesisHash ?? throw new InvalidOperationException("No endpoint has answered yet.");

    /// <summary>Asks something that may be asked twice, as often as the options allow.</summary>
    /// <exception cref="RpcException">The node answered with an error.</exception>
    /// <exception cref="ChainUnavailableException">No endpoint answered.</exception>
    public Task<T> CallAsync<T>(string method, object[] parameters, CancellationToken cancellationToken) =>
        CallAsync<T, T>(method, parameters, answer => answer, cancellationToken);

    /// <summary>The same; an endpoint whose answer can't be read is given up like one that does not answer.</summary>
    /// <param name="read">What is made of the answer; throws where it can't be.</param>
    public Task<TResult> CallAsync<T, TResult>(string method, object[] parameters, Func<T, TResult> read, CancellationToken cancellationToken) =>
        RepeatAsync(method, () => CallOnceAsync(method, parameters, read, cancellationToken), cancellationToken);

    /// <summary>Asks questions of which one depends on the answer of another, as <see cref="CallAsync{T}"/> does: an endpoint that knows only half is of no use, and another one begins anew.</summary>
    /// <param name="method">The first question, for the log.</param>
    /// <param name="ask">Asks each of them once.</param>
    public async Task<T> RepeatAsync<T>(string method, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ask();
            }
            catch (ChainUnavailableException exception) when (attempt < options.Attempts)
            {
                LogRetry(method, exception.Message);
                await PauseAsync(attempt, cancellationToken);
            }
        }
    }

    /// <summary>Asks once; where the connection is lost, nobody knows whether the node heard it.</summary>
    public Task<T> CallOnceAsync<T>(string method, object[] parameters, CancellationToken cancellationToken) =>
        CallOnceAsync<T, T>(method, parameters, answer => answer, cancellationToken);

    /// <summary>The same, and what is made of the answer.</summary>
    public async Task<TResult> CallOnceAsync<T, TResult>(string method, object[] parameters, Func<T, TResult> read, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken);
        try
        {
            return await connection.CallAsync(method, parameters, read, cancellationToken);
        }
        catch (ChainUnavailableException)
        {
            await DropAsync(connection);
            throw;
        }
    }

    /// <summary>Waits before the attempt after <paramref name="attempt"/>, twice as long each time.</summary>
    public Task PauseAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(options.FirstPause * Math.Pow(2, Math.Min(attempt - 1, 10)), time, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            await connection.DisposeAsync();
        }

        _connecting.Dispose();
    }

    private async Task<NodeConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is { IsUsable: true } usable)
        {
            return usable;
        }

        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (_connection is { IsUsable: true } opened)
            {
                return opened;
            }

            if (_connection is not null)
            {
                await _connection.DisposeAsync();
                _connection = null;
            }

            return _connection = await OpenAnyAsync(cancellationToken);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task<NodeConnection> OpenAnyAsync(CancellationToken cancellationToken)
    {
        var failures = new List<ChainUnavailableException>();
        for (var tried = 0; tried < options.Network.Endpoints.Count; tried++)
        {
            try
            {
                var connection = await NodeConnection.OpenAsync(Endpoint, options.ConnectTimeout, options.CallTimeout, time, cancellationToken);
                await CheckGenesisAsync(connection, cancellationToken);
                LogConnected(Name);
                _failing.Remove(Endpoint);
                return connection;
            }
            catch (ChainUnavailableException exception)
            {
                Report(exception);
                failures.Add(exception);
                MoveOn();
            }
        }

        var reasons = string.Join(' ', failures.Select(failure => failure.Message));
        throw new ChainUnavailableException($"{(failures.Count > 1 ? $"No endpoint of {options.Network} answers. " : "")}{reasons} {Advice}", failures[^1]);
    }

    /// <summary>Warns once until the endpoint answers again.</summary>
    private void Report(ChainUnavailableException failure)
    {
        if (_failing.Add(Endpoint))
        {
            LogEndpointFailed(Name, failure.Message);
        }
        else
        {
            LogEndpointFailedAgain(Name, failure.Message);
        }
    }

    /// <summary>All endpoints must be of one chain: signatures hold for one genesis only.</summary>
    private async Task CheckGenesisAsync(NodeConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            var genesis = Answer.Hash(await connection.CallAsync<string?>("chain_getBlockHash", [0], cancellationToken));
            _genesisHash ??= genesis;
            if (!genesis.Equals(_genesisHash, StringComparison.OrdinalIgnoreCase))
            {
                throw new ChainUnavailableException($"{Name} is of another chain: its genesis is {genesis}, not {_genesisHash}.");
            }
        }
        catch (Exception exception)
        {
            await connection.DisposeAsync();
            if (exception is SubtensorException and not ChainUnavailableException)
            {
                throw new ChainUnavailableException($"{Name} does not tell its genesis hash: {exception.Message}", exception);
            }

            throw;
        }
    }

    private async Task DropAsync(NodeConnection connection)
    {
        if (ReferenceEquals(Interlocked.CompareExchange(ref _connection, null, connection), connection))
        {
            MoveOn();
            await connection.DisposeAsync();
        }
    }

    private void MoveOn() => _endpoint = (_endpoint + 1) % options.Network.Endpoints.Count;

    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "Connected to {Endpoint}.")]
    private partial void LogConnected(string endpoint);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The chain's endpoint {Endpoint} failed: {Reason}")]
    private partial void LogEndpointFailed(string endpoint, string reason);

    [LoggerMessage(EventId = 4, Level = LogLevel.Debug, Message = "The chain's endpoint {Endpoint} failed again: {Reason}")]
    private partial void LogEndpointFailedAgain(string endpoint, string reason);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "Trying {Method} again: {Reason}")]
    private partial void LogRetry(string method, string reason);
}
