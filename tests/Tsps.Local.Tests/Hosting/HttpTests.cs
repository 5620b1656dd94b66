using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Tsps.Local.Hosting;
using Tsps.Local.Tests.Support;
using Tsps.Testing;

namespace Tsps.Local.Tests.Hosting;

[Trait(Categories.Name, Categories.Unit)]
public sealed class HttpTests
{
    private static readonly Uri Echo = new("Echo", UriKind.Relative);
    private static readonly Uri Length = new("Length", UriKind.Relative);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Passes_header_names_with_underscores_and_joins_repeated_ones()
    {
        await using var host = await TestApp.Of<Functions>().StartAsync();

        var answer = await SendRawAsync(host, "GET /Echo?header=bt_header_axon_ip HTTP/1.1\r\nHost: x\r\nbt_header_axon_ip: one\r\nbt_header_axon_ip: two\r\nConnection: close\r\n\r\n");

        Assert.EndsWith("one, two\r\n0\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_header_lines_of_eight_thousand_bytes()
    {
        await using var host = await TestApp.Of<Functions>().StartAsync();
        using var client = host.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("Echo?header=long", UriKind.Relative));
        request.Headers.Add("long", new string('x', 8_000));

        var answer = await client.SendAsync(request, Token);

        Assert.Equal(8_000, (await answer.Content.ReadAsStringAsync(Token)).Length);
    }

    [Fact]
    public async Task Chunks_its_answers()
    {
        await using var host = await TestApp.Of<Functions>().StartAsync();
        using var client = host.Client();

        var answer = await client.GetAsync(new Uri("Echo?header=none", UriKind.Relative), Token);

        Assert.True(answer.Headers.TransferEncodingChunked);
        Assert.False(answer.Content.Headers.NonValidated.Contains("Content-Length"));
    }

    [Fact]
    public async Task Speaks_http_1_0()
    {
        await using var host = await TestApp.Of<Functions>().StartAsync();

        var answer = await SendRawAsync(host, "GET /Echo?header=a HTTP/1.0\r\na: old\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nold", answer, StringComparison.Ordinal);
    }

    /// <summary>What the axon's README lists; no function sees it.</summary>
    [Theory]
    [InlineData("rubbish", 400)]
    [InlineData("GET /Echo HTTP/2.0\r\nHost: x", 505)]
    [InlineData("GET /Echo HTTP/1.1", 400)]
    [InlineData("GET /Echo HTTP/1.1\r\nHost: x\r\nHost: x", 400)]
    [InlineData("GET /Echo HTTP/1.1\r\nHost: x y", 400)]
    [InlineData("POST /Echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2", 400)]
    [InlineData("POST /Echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999999999999999999999999", 400)]
    [InlineData("POST /Echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip", 400)]
    [InlineData("GET /Echo HTTP/1.1\r\nHost: x\r\na: \0", 400)]
    [InlineData("GET /Echo%00 HTTP/1.1\r\nHost: x", 400)]
    [InlineData("GET /Ech\u00f6 HTTP/1.1\r\nHost: x", 400)]
    [InlineData("CONNECT x:80 HTTP/1.1\r\nHost: x", 400)]
    [InlineData("POST * HTTP/1.1\r\nHost: x", 405)]
    public async Task Answers_what_is_no_request_by_itself_and_calls_it_no_trouble(string request, int status)
    {
        using var log = new LogLines();
        await using var host = await TestApp.Of<Functions>().WithLog(log).StartAsync();

        var answer = await SendRawAsync(host, $"{request}\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(log.All, line => line.Level > LogLevel.Information);
    }

    [Fact]
    public async Task Answers_two_requests_on_one_connection()
    {
        await using var host = await TestApp.Of<Functions>().StartAsync();

        var answers = await SendRawAsync(
            host, "GET /Echo?header=a HTTP/1.1\r\nHost: x\r\na: first\r\n\r\nGET /Echo?header=a HTTP/1.1\r\nHost: x\r\na: second\r\nConnection: close\r\n\r\n");

        Assert.Contains("first", answers, StringComparison.Ordinal);
        Assert.Contains("second", answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_the_forwarded_address_from_the_request_and_in_the_binding_data()
    {
        await using var host = await TestApp.Of<Functions>().StartAsync();
        using var client = host.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");

        var answer = await client.GetStringAsync(new Uri("Caller", UriKind.Relative), Token);

        Assert.StartsWith("127.0.0.1 [] {", answer, StringComparison.Ordinal);
        Assert.Contains("\"X-Forwarded-For\":\"203.0.113.9", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30_000_000, HttpStatusCode.OK)]
    [InlineData(30_000_001, HttpStatusCode.InternalServerError)]
    public async Task Refuses_a_body_of_more_than_thirty_million_bytes_with_a_500(int bytes, HttpStatusCode expected)
    {
        await using var host = await TestApp.Of<Functions>().StartAsync();
        using var client = host.Client();
        // Waits for the host's word before it sends the body, which a host that refuses does not read.
        client.DefaultRequestHeaders.ExpectContinue = true;
        using var body = new ByteArrayContent(new byte[bytes]);

        var answer = await client.PostAsync(Length, body, Token);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.Unauthorized)]
    [InlineData("wrong", null, HttpStatusCode.Unauthorized)]
    [InlineData("key", null, HttpStatusCode.OK)]
    [InlineData("master", null, HttpStatusCode.OK)]
    [InlineData(null, "key", HttpStatusCode.OK)]
    public async Task Asks_for_a_key_where_keys_are_set(string? header, string? query, HttpStatusCode expected)
    {
        await using var host = await TestApp.Of<Functions>(("FunctionKeys:Default", "key"), ("FunctionKeys:Master", "master")).StartAsync();
        using var client = host.Client();
        if (header is not null)
        {
            client.DefaultRequestHeaders.Add("x-functions-key", header);
        }

        var answer = await client.GetAsync(new Uri(query is null ? "Locked" : $"Locked?code={query}", UriKind.Relative), Token);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task Asks_for_no_key_where_none_are_set()
    {
        await using var host = await TestApp.Of<Functions>().StartAsync();
        using var client = host.Client();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("Locked", UriKind.Relative), Token)).StatusCode);
    }

    [Fact]
    public async Task Cancels_the_function_of_a_client_that_goes_away()
    {
        await using var host = await TestApp.Of<Functions>().StartAsync();
        using var client = host.Client();
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var call = client.GetAsync(new Uri("Waits", UriKind.Relative), impatience.Token);
        await host.Recorder().Entered.Task.WaitAsync(Token);
        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await host.Recorder().Cancelled.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task Ends_a_function_at_the_timeout_with_a_500()
    {
        var clock = new FakeTimeProvider();
        await using var host = await (TestApp.Of<Functions>() with
        {
            Clock = clock,
            Settings = new HostSettings { RoutePrefix = "", FunctionTimeout = TimeSpan.FromMinutes(10) },
        }).StartAsync();
        using var client = host.Client();

        var call = client.GetAsync(new Uri("Waits", UriKind.Relative), Token);
        await host.Recorder().Entered.Task.WaitAsync(Token);
        clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(HttpStatusCode.InternalServerError, (await call).StatusCode);
    }

    private static async Task<string> SendRawAsync(FunctionHost host, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Address.Host, host.Address.Port, Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), Token);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(Token);
    }

    internal sealed class Functions(Recorder recorder)
    {
        [Function("Echo")]
        public IResult EchoHeader([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, string header) => Results.Text(request.Headers[header].ToString());

        [Function("Length")]
        public async Task<IResult> LengthAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, CancellationToken cancellationToken)
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, cancellationToken);
            return Results.Text($"{body.Length}");
        }

        [Function("Caller")]
        public IResult Caller([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, FunctionContext context) => Results.Text(
            $"{request.HttpContext.Connection.RemoteIpAddress} [{request.Headers["X-Forwarded-For"]}] {context.BindingContext.BindingData["Headers"]}");

        [Function("Locked")]
        public void Locked([HttpTrigger] HttpRequest request) => request.HttpContext.Response.StatusCode = 200;

        [Function("Waits")]
        public Task WaitsAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, CancellationToken cancellationToken) =>
            recorder.WaitForTokenAsync(cancellationToken);
    }
}
