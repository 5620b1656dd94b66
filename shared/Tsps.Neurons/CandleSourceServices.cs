using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Markets;
using Tsps.Markets.Binance;

namespace Tsps.Neurons;

/// <summary>Registers where a neuron's candles come from.</summary>
public static class CandleSourceServices
{
    /// <summary>What is registered before stays.</summary>
    /// <exception cref="InvalidSettingException">A setting is wrong.</exception>
    public static void AddCandleSource(this IServiceCollection services, SettingReader settings)
    {
        var defaults = new BinanceKlinesOptions();
        if (settings.Parsed("Market__CandleFile", text => File.Exists(text) ? text : null, "a file that exists", "candles.csv.gz") is { } path)
        {
            services.TryAddSingleton<ICandleSource>(provider => new CandleFileSource(path, StreamDefinition.BtcUsd5m, provider.GetRequiredService<TimeProvider>()));
            return;
        }

        var endpoint = settings.Parsed("Market__BinanceEndpoint", ParseEndpoint, "an http or https address", "https://data-api.binance.vision") ?? defaults.Endpoint;
        services.TryAddSingleton<ICandleSource>(provider => new BinanceCandleSource(new BinanceKlines(
            new HttpClient(),
            defaults with { Endpoint = endpoint },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BinanceKlines>>())));
    }

    private static Uri? ParseEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && (endpoint.Scheme is "http" or "https") ? endpoint : null;
}
