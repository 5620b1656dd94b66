using System.Globalization;
using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;
using Tsps.Validation.Asking;

namespace Tsps.Validation.Outputs;

/// <summary>How a request was scored, as the reference keeps it in its folder <c>backups</c> (scoring specification, section 6.5).</summary>
/// <param name="Generation">Whose layout it has: v4 leaves the request's uuid out.</param>
public sealed record CmwRecord(WireGeneration Generation, IReadOnlyList<CmwClient> Clients)
{
    /// <summary>The record of one round.</summary>
    /// <param name="validator">Who scored it.</param>
    /// <param name="writtenAtMs">Unix milliseconds that all its scores bear.</param>
    public static CmwRecord From(RoundScores scores, StreamDefinition stream, Hotkey validator, long writtenAtMs)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(stream);
        var generation = scores.Profile == ScoringProfile.V4.Name ? WireGeneration.V4 : WireGeneration.V6;
        var state = scores.State.ToDictionary(entry => entry.Hotkey, entry => entry.Score);
        CmwMiner[] miners = [.. scores.Miners.Select(miner => ToMiner(miner, state.GetValueOrDefault(miner.Hotkey), writtenAtMs))];
        var withoutUuid = new CmwStream(stream.WireId, stream.TopicId, null, miners);

        // v4 enters the stream twice, the second time without miners; its consumers know that.
        CmwStream[] streams = generation == WireGeneration.V4
            ? [withoutUuid, withoutUuid with { Miners = [] }]
            : [withoutUuid with { RequestUuid = scores.RequestUuid.ToString("D", CultureInfo.InvariantCulture) }];
        return new CmwRecord(generation, [new CmwClient(validator.Address, streams)]);
    }

    private static CmwMiner ToMiner(MinerScore miner, double score, long writtenAtMs) =>
        new(miner.Hotkey, 0, 0, [new CmwScore(writtenAtMs, miner.Rmse)], score == 0 ? [] : [new CmwScore(writtenAtMs, score)]);
}
