using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Tsps.Bittensor.Synapses;

namespace Tsps.Bittensor.Dendrite;

/// <summary>Sends one request and reads its answer. Whatever the peer does ends in an <see cref="Exchange"/>.</summary>
internal sealed class DendriteTransport(SocketsHttpHandler handler, int maxAnswerBytes) : IDisposable
{
    /// <summary>In kilobytes; the SDKs' dendrites fail on one line of more than 8190 bytes.</summary>
    private const int MaxHeadKilobytes = 64;

    private const int MaxHeaderLine = 8190;

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(90);

    private static readonly HttpRequestOptionsKey<bool> HasConnected = new("tsps.connected");

    private readonly HttpMessageInvoker _http = new(handler, disposeHandler: true);

    /// <summary>Plain HTTP/1.1: no redirects, no proxy, no cookies, no headers of its own.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        MaxResponseHeadersLength = MaxHeadKilobytes,
        MaxResponseDrainSize = 0,
        PooledConnectionIdleTimeout = IdleTime,
        ResponseHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        ActivityHeadersPropagator = null,
        ConnectCallback = ConnectAsync,
    };

    /// <param name="asked">As it is sent.</param>
    /// <param name="tail">The encoded members of the synapse, shared among targets.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<Exchange> SendAsync(Synapse asked, SynapseType type, string authority, ReadOnlyMemory<byte> tail, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        using var request = DendriteRequest.Build(asked, type, authority, tail);
        var sent = request.Content!.Headers.ContentLength ?? 0;
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var response = await SendHeadAsync(request, limit.Token);
            using var body = await ReadBodyAsync(response.Content, AnswerReader.FirstBuffer(asked), limit.Token);
            var answer = new HttpAnswer((int)response.StatusCode, ContentType(response), Headers(response), body.Bytes);
            var (synapse, fault) = AnswerReader.Read(asked, answer, Stopwatch.GetElapsedTime(start).TotalSeconds);
            return new Exchange(synapse, fault, sent, body.Length, IsOnOldConnection());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(ExchangeFailure.TimedOut(timeout.TotalSeconds));
        }
        catch (ExchangeException exception)
        {
            return Failed(exception.Failure);
        }

        bool IsOnOldConnection() => !request.Options.TryGetValue(HasConnected, out _);

        Exchange Failed(ExchangeFailure failure) => new(AnswerReader.Fail(asked, failure.Status, failure.Message), failure.Fault, sent, 0, IsOnOldConnection());
    }

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        context.InitialRequestMessage.Options.Set(HasConnected, true);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendHeadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new ExchangeException(ExchangeFailure.OfHead(exception, request.RequestUri!.Authority + request.RequestUri.AbsolutePath));
        }

        if (Headers(response).Any(header => header.Key.Length + header.Value.Length > MaxHeaderLine))
        {
            response.Dispose();
            throw new ExchangeException(ExchangeFailure.MalformedHead("Got more than 8190 bytes when reading a header"));
        }

        return response;
    }

    private async Task<AnswerBody> ReadBodyAsync(HttpContent content, ReadOnlyMemory<byte> echo, CancellationToken cancellationToken)
    {
        try
        {
            return await AnswerBody.ReadAsync(content, echo, maxAnswerBytes, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or HttpRequestException)
        {
            throw new ExchangeException(ExchangeFailure.OfBody(exception));
        }
    }

    private static string? ContentType(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? values.ToString() : null;

    private static KeyValuePair<string, string>[] Headers(HttpResponseMessage response) =>
        [.. response.Headers.NonValidated.SelectMany(header => header.Value.Select(value => new KeyValuePair<string, string>(header.Key, value)))];

    private sealed class ExchangeException(ExchangeFailure failure) : Exception
    {
        public ExchangeFailure Failure { get; } = failure;
    }
}
