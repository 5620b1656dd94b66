using StreamJsonRpc;

namespace Tsps.Subtensor.Rpc;

/// <summary>
/// One web socket to one node. It is never used again once it failed or was closed: Substrate.NetApi's client may otherwise come back
/// to life by itself, with what it was told before forgotten.
/// </summary>
internal sealed class NodeConnection : IAsyncDisposable
{
    private const string UnreadableAdvice =
        "Name another node with --network or Subtensor__Network; where all answer so, the chain's runtime may be one that this version does not know.";

    /// <summary>Errors that say nothing of the question: those of Substrate's own limit, of jsonrpsee's, and of proxies.</summary>
    private static readonly int[] TooManyRequests = [-32999, -32029, -32005];

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly NodeClient _client;
    private readonly Uri _uri;
    private readonly TimeSpan _callTimeout;
    private readonly TimeProvider _time;
    private volatile bool _isBroken;

    private NodeConnection(NodeClient client, Uri uri, TimeSpan callTimeout, TimeProvider time)
    {
        _client = client;
        _uri = uri;
        _callTimeout = callTimeout;
        _time = time;
    }

    public bool IsUsable => !_isBroken && _client.IsConnected;

    /// <exception cref="ChainUnavailableException">The node does not answer at this address.</exception>
    public static async Task<NodeConnection> OpenAsync(Uri uri, TimeSpan connectTimeout, TimeSpan callTimeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var client = new NodeClient(uri);
        try
        {
            await Observed(LibraryOutput.MuteAsync(() => client.ConnectOnceAsync(cancellationToken))).WaitAsync(connectTimeout, time, cancellationToken);
            return new NodeConnection(client, uri, callTimeout, time);
        }
        catch (Exception exception)
        {
            LibraryOutput.Mute(client.Dispose);
            if (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException("Connecting was cancelled.", exception, cancellationToken);
            }

            throw new ChainUnavailableException($"No connection to {EndpointText.Of(uri)}: {Reason(exception, connectTimeout)}", exception);
        }
    }

    /// <summary>One request and its answer; a null answer is null.</summary>
    /// <typeparam name="T">A reference type or a nullable one: a null for a value type would end the connection.</typeparam>
    /// <exception cref="RpcException">The node answered with an error.</exception>
    /// <exception cref="ChainUnavailableException">The node did not answer; the connection is of no more use.</exception>
    public async Task<T> CallAsync<T>(string method, object[] parameters, CancellationToken cancellationToken)
    {
        if (default(T) is not null)
        {
            throw new ArgumentException($"{typeof(T)} cannot be null; ask for a nullable type.", nameof(T));
        }

        try
        {
            var asking = LibraryOutput.MuteAsync(() => _client.InvokeAsync<T>(method, parameters, cancellationToken));
            return await Observed(asking).WaitAsync(_callTimeout, _time, cancellationToken);
        }
        catch (RemoteInvocationException exception) when (TooManyRequests.Contains(exception.ErrorCode))
        {
            _isBroken = true;
            throw new ChainUnavailableException($"{EndpointText.Of(_uri)} has had too many requests and did not take {method}: {exception.Message}", exception);
        }
        catch (RemoteInvocationException exception)
        {
            throw new RpcException(method, exception.ErrorCode, exception.Message, exception.ErrorData?.ToString(), exception);
        }
        catch (RemoteMethodNotFoundException exception)
        {
            throw new RpcException(method, (int)exception.ErrorCode, exception.Message, null, exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _isBroken = true;
            throw new ChainUnavailableException($"{EndpointText.Of(_uri)} did not answer {method}: {Reason(exception, _callTimeout)}", exception) { MayHaveBeenHeard = true };
        }
        catch (Exception exception)
        {
            // The library may have left its reader in any state when its token was cancelled.
            _isBroken = true;
            throw new OperationCanceledException($"{method} was cancelled.", exception, cancellationToken);
        }
    }

    /// <summary>The same, and what is made of the answer.</summary>
    /// <param name="read">Throws where it can't be: a node that answers so is as good as away.</param>
    /// <exception cref="ChainUnavailableException">The node did not answer, or not with what was asked; the connection is of no more use.</exception>
    public async Task<TResult> CallAsync<T, TResult>(string method, object[] parameters, Func<T, TResult> read, CancellationToken cancellationToken)
    {
        var answer = await CallAsync<T>(method, parameters, cancellationToken);
        try
        {
            return read(answer);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _isBroken = true;
            var asked = method == "state_call" ? $"{method} {parameters[0]}" : method;
            throw new ChainUnavailableException($"{EndpointText.Of(_uri)} answered {asked} with what cannot be read: {Sentence(exception.Message)} {UnreadableAdvice}", exception)
            {
                MayHaveBeenHeard = true,
            };
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isBroken = true;
        try
        {
            await Observed(LibraryOutput.MuteAsync(_client.CloseAsync)).WaitAsync(CloseTimeout, _time);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A connection that does not close in good order is dropped below.
        }

        LibraryOutput.Mute(_client.Dispose);
    }

    private static string Reason(Exception exception, TimeSpan timeout) => exception switch
    {
        TimeoutException => $"no answer within {timeout.TotalSeconds:0.#} seconds.",
        { InnerException: { } inner } => $"{exception.Message.TrimEnd('.')}: {Sentence(inner.Message)}",
        _ => Sentence(exception.Message),
    };

    private static string Sentence(string text) => text.EndsWith('.') ? text : $"{text}.";

    /// <summary>An abandoned call may fail later; nobody is left to look at that failure.</summary>
    private static TTask Observed<TTask>(TTask task)
        where TTask : Task
    {
        _ = task.ContinueWith(
            static failed => _ = failed.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return task;
    }
}
