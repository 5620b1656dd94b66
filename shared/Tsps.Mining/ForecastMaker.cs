using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;
using Tsps.Mining.Handlers;

namespace Tsps.Mining;

/// <summary>
/// Forecasts what a synapse asks for: from its samples, as many closes as it wants; or, when it brings none (generation v6), from the miner's own
/// candles, always the stream's number of closes (wire specification, section 8).
/// </summary>
public sealed partial class ForecastMaker(CurrentForecaster forecasters, OwnSamples own, ILogger<ForecastMaker> logger)
{
    private static readonly StreamDefinition OwnStream = StreamDefinition.BtcUsd5m;

    /// <param name="sent">The samples of the synapse; null when it brings none.</param>
    /// <exception cref="SynapseFailedException">The request can't be answered; the message says why.</exception>
    public async ValueTask<double[]> MakeAsync(ForwardSynapse synapse, Samples? sent, CancellationToken cancellationToken)
    {
        var size = sent is null ? OwnStream.PredictionSize : PredictionSize.Of(synapse, least: 1);
        var samples = sent ?? await ReadOwnAsync(synapse.StreamId, cancellationToken).ConfigureAwait(false);
        var forecaster = await forecasters.GetAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await forecaster.ForecastAsync(samples, size, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException unsuitable)
        {
            throw new SynapseFailedException(unsuitable.Reason());
        }
    }

    private async ValueTask<Samples> ReadOwnAsync(string streamId, CancellationToken cancellationToken)
    {
        if (streamId != OwnStream.WireId)
        {
            throw new SynapseFailedException($"stream_id is unknown and samples are missing; without samples this miner forecasts {OwnStream.WireId}.");
        }

        try
        {
            return await own.ReadAsync(OwnStream, cancellationToken).ConfigureAwait(false);
        }
        catch (CandleSourceException away)
        {
            LogNoCandles(streamId, away.Message);
            throw new SynapseFailedException(503, "samples are missing, and this miner cannot read candles of its own at the moment.");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request for {StreamId} without samples is not answered: {Reason}")]
    private partial void LogNoCandles(string streamId, string reason);
}
