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
    /// <param name="room">Shared by all answers of a query.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<Exchange> SendAsync(Synapse asked, SynapseType type, string authority, ReadOnlyMemory<byte> tail, TimeSpan timeout, AnswerRoom room, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        using var request = DendriteRequest.Build(asked, type, authority, tail);
        var sent = request.Content!.Headers.ContentLength ?? 0;
        var start = Stopwatch.GetTimestamp();
        HttpResponseMessage? response = null;
        try
        {
            response = await _http.SendAsync(request, limit.Token);
            var headers = Headers(response);
            if (Array.Exists(headers, header => header.Key.Length + header.Value.Length > MaxHeaderLine))
            {
                return Failed(ExchangeFailure.MalformedHead("Got more than 8190 bytes when reading a header"));
            }

            using var body = await AnswerBody.ReadAsync(response.Content, AnswerReader.FirstBuffer(asked), maxAnswerBytes, room, limit.Token);
            var answer = new HttpAnswer((int)response.StatusCode, ContentType(response), headers, body.Bytes);
            var elapsed = Stopwatch.GetElapsedTime(start);
            var (synapse, fault) = AnswerReader.Read(asked, answer, elapsed.TotalSeconds);
            return new Exchange(synapse, fault, sent, body.Length, elapsed, IsOnOldConnection());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(ExchangeFailure.TimedOut(timeout.TotalSeconds));
        }
        catch (HttpRequestException exception) when (response is null)
        {
            return Failed(ExchangeFailure.OfHead(exception, request.RequestUri!.Authority + request.RequestUri.AbsolutePath));
        }
        catch (Exception exception) when (response is not null && exception is IOException or InvalidDataException or HttpRequestException)
        {
            return Failed(ExchangeFailure.OfBody(exception));
        }
        finally
        {
            response?.Dispose();
        }

        bool IsOnOldConnection() => !request.Options.TryGetValue(HasConnected, out _);

        Exchange Failed(ExchangeFailure failure) => new(
            AnswerReader.Fail(asked, failure.Status, failure.Message), failure.Fault, sent, 0, Stopwatch.GetElapsedTime(start), IsOnOldConnection());
    }

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        context.InitialRequestMessage.Options.Set(HasConnected, true);
        // The host is always an address; as a name it would go through the resolver.
        var host = IPAddress.Parse(context.DnsEndPoint.Host);
        var address = host.IsIPv4MappedToIPv6 ? host.MapToIPv4() : host;
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string? ContentType(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? values.ToString() : null;

    private static KeyValuePair<string, string>[] Headers(HttpResponseMessage response)
    {
        var headers = new List<KeyValuePair<string, string>>(40);
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            foreach (var value in values)
            {
                headers.Add(new(name, value));
            }
        }

        return [.. headers];
    }
}
