using System;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;
using StreamJsonRpc;
using Substrate.NetApi.Exceptions;
using Substrate.NetApi.Model.Extrinsics;

namespace Substrate.NetApi;

/// <summary>
/// JSON-RPC over one web socket. Like the real one it says so on standard output when a connection ends, and connects again by itself
/// unless it is told not to, after <see cref="CloseAsync()"/> too: whoever uses it must be ready for both.
/// </summary>
public class SubstrateClient : IDisposable
{
    private const int DefaultRetryAttempts = 5;
    private const int DefaultRetryDelayMilliseconds = 2000;

    private readonly Uri _uri;
    private readonly bool _bypassRemoteCertificateValidation;
    private ClientWebSocket _socket;
    private JsonRpc _jsonRpc;
    private int _maxRetryAttempts;
    private int _delayRetryMilliseconds;

    /// <param name="uri">A ws or wss address.</param>
    /// <param name="chargeType">How extrinsics pay; this transport does not look into extrinsics.</param>
    /// <param name="bypassRemoteCertificateValidation">Accept any certificate.</param>
    public SubstrateClient(Uri uri, ChargeType chargeType, bool bypassRemoteCertificateValidation = false)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentNullException.ThrowIfNull(chargeType);
        _uri = uri;
        _bypassRemoteCertificateValidation = bypassRemoteCertificateValidation;
    }

    public bool IsConnected => _socket?.State == WebSocketState.Open && _jsonRpc is { IsDisposed: false };

    /// <param name="useMetaData">Not here: Tsps reads the metadata itself.</param>
    /// <param name="standardSubstrate">Not here: Tsps asks for the genesis hash and the runtime version itself.</param>
    /// <param name="token">Gives up connecting.</param>
    public Task ConnectAsync(bool useMetaData, bool standardSubstrate, CancellationToken token) =>
        ConnectAsync(useMetaData, standardSubstrate, DefaultRetryAttempts, DefaultRetryDelayMilliseconds, token);

    /// <param name="useMetaData">Not here: Tsps reads the metadata itself.</param>
    /// <param name="standardSubstrate">Not here: Tsps asks for the genesis hash and the runtime version itself.</param>
    /// <param name="maxRetryAttempts">How often it connects again by itself after the connection has ended.</param>
    /// <param name="delayRetryMilliseconds">How long it waits after an attempt that failed.</param>
    /// <param name="token">Gives up connecting.</param>
    public async Task ConnectAsync(bool useMetaData, bool standardSubstrate, int maxRetryAttempts, int delayRetryMilliseconds, CancellationToken token)
    {
        _maxRetryAttempts = maxRetryAttempts;
        _delayRetryMilliseconds = delayRetryMilliseconds;
        if (useMetaData || standardSubstrate)
        {
            throw new NotSupportedException("This stand-in of Substrate.NET.API only connects: pass false for useMetaData and standardSubstrate.");
        }

        if (IsConnected)
        {
            return;
        }

        Dispose();
        var socket = new ClientWebSocket();
        try
        {
            if (_bypassRemoteCertificateValidation)
            {
                socket.Options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
            }

            await socket.ConnectAsync(_uri, token);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        _socket = socket;
        _jsonRpc = new JsonRpc(new WebSocketMessageHandler(socket, new JsonMessageFormatter()));
        _jsonRpc.Disconnected += OnDisconnected;
        _jsonRpc.StartListening();
    }

    /// <summary>One request and its answer. <paramref name="parameters"/>: an array for parameters by position, else an object.</summary>
    public virtual async Task<T> InvokeAsync<T>(string method, object parameters, CancellationToken token)
    {
        if (!IsConnected)
        {
            throw new ClientNotConnectedException($"No connection to {_uri}: call ConnectAsync first.");
        }

        return parameters is object[] positional
            ? await _jsonRpc.InvokeWithCancellationAsync<T>(method, positional, token)
            : await _jsonRpc.InvokeWithParameterObjectAsync<T>(method, parameters, token);
    }

    public Task CloseAsync() => CloseAsync(CancellationToken.None);

    public Task CloseAsync(CancellationToken token)
    {
        _jsonRpc?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (_jsonRpc is not null)
            {
                _jsonRpc.Disconnected -= OnDisconnected;
                _jsonRpc.Dispose();
            }

            _socket?.Dispose();
        }
    }

    private void OnDisconnected(object sender, JsonRpcDisconnectedEventArgs lost) => _ = Task.Run(ReconnectAsync);

    private async Task ReconnectAsync()
    {
        Console.WriteLine($"The connection to {_uri} ended.");
        for (var attempt = 1; attempt <= _maxRetryAttempts; attempt++)
        {
            try
            {
                await ConnectAsync(false, false, _maxRetryAttempts, _delayRetryMilliseconds, CancellationToken.None);
                return;
            }
            catch (Exception failure) when (failure is WebSocketException or ObjectDisposedException)
            {
                await Task.Delay(_delayRetryMilliseconds * attempt);
            }
        }
    }
}
