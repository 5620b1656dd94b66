using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>One miner's row of a round.</summary>
public sealed record ArchivedPrediction(
    string Hotkey, ushort Uid, PredictionState State, int? StatusCode, string? Reason, double? Rmse, double? Share, double? Score);
