using Azure.Data.Tables;

namespace Tsps.Storage;

/// <summary>The miners of a stream that did not answer when they were last asked, as they were read.</summary>
public sealed record SilentMiners(string StreamId, IReadOnlyList<SilentMiner> Miners)
{
    /// <summary>The stored row's version; empty when there is none yet.</summary>
    internal string Version { get; init; } = "";

    /// <summary>Rows of schema 1, one a miner, which the next write takes into the stream's one row.</summary>
    internal IReadOnlyList<TableEntity> Single { get; init; } = [];
}
