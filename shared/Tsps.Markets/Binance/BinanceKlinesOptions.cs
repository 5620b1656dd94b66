namespace Tsps.Markets.Binance;

/// <summary>Where Binance is asked and how patiently.</summary>
public sealed record BinanceKlinesOptions
{
    /// <summary>The base address of the public API. Where it is barred, <c>https://data-api.binance.vision</c> serves the same candles.</summary>
    public Uri Endpoint { get; init; } = new("https://api.binance.com");

    /// <summary>How often a page is asked for again after a failure that may pass.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The pause before the first retry; it doubles with every further one.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait for the first page, retries included: who does not answer within it is taken to be out of reach.</summary>
    public TimeSpan FirstAnswerTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest that all pages of a download together may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}
