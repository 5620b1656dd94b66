using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Domain;
using Tsps.Markets.Binance;

namespace Tsps.Markets.Tests.Binance;

/// <summary>An HTTP server on loopback that answers as told and remembers what it was asked.</summary>
internal sealed class LoopbackExchange : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpClient _http = new();
    private readonly ConcurrentQueue<string> _asked = new();

    private LoopbackExchange(WebApplication server) => _server = server;

    /// <summary>Path and query of each request, in order.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    public Uri Endpoint => new(_server.Urls.Single());

    /// <param name="answer">Answers a request; the number counts requests from 0.</param>
    public static async Task<LoopbackExchange> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var exchange = new LoopbackExchange(server);
        server.Run(async context =>
        {
            var number = exchange._asked.Count;
            exchange._asked.Enqueue($"{context.Request.Path}{context.Request.QueryString}");
            await answer(context, number);
        });
        await server.StartAsync(TestContext.Current.CancellationToken);
        return exchange;
    }

    /// <summary>Serves candles as Binance does: those that open from startTime to endTime, at most limit of them.</summary>
    public static Task<LoopbackExchange> ServeAsync(IReadOnlyList<Candle> candles) => StartAsync((context, _) =>
    {
        var query = context.Request.Query;
        long Number(string name) => long.Parse(query[name].ToString(), CultureInfo.InvariantCulture);
        var rows = candles
            .Where(candle => candle.OpenTimeMs >= Number("startTime") && candle.OpenTimeMs <= Number("endTime"))
            .Take((int)Number("limit"))
            .Select(Row);
        return context.Response.WriteAsync($"[{string.Join(',', rows)}]");
    });

    /// <summary>Serves answers one after the other, the last one again and again. Status 0 breaks the connection.</summary>
    public static Task<LoopbackExchange> ServeAsync(params (int Status, string Body)[] answers) => StartAsync(async (context, number) =>
    {
        var (status, body) = answers[Math.Min(number, answers.Length - 1)];
        if (status == 0)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
    });

    public static string Row(Candle candle) => string.Create(
        CultureInfo.InvariantCulture,
        $"[{candle.OpenTimeMs},\"{candle.Open}\",\"{candle.High}\",\"{candle.Low}\",\"{candle.Close}\",\"{candle.Volume}\",{candle.OpenTimeMs + 299_999},\"0\",7,\"0\",\"0\",\"0\"]");

    public BinanceKlines Client(TimeProvider clock, BinanceKlinesOptions? options = null) => new(
        _http,
        (options ?? new BinanceKlinesOptions { RetryPause = TimeSpan.Zero }) with { Endpoint = Endpoint },
        clock,
        NullLogger<BinanceKlines>.Instance);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }
}
