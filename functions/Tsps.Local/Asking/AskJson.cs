using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Synapses;
using Tsps.Validation.Asking;

namespace Tsps.Local.Asking;

/// <summary>A question and its answer as <c>--json</c> writes them. Closes that JSON has no numbers for are the texts NaN, Infinity and -Infinity.</summary>
internal sealed partial record AskJson
{
    // Paths and messages as they are: what is dangerous in a web page is none in a terminal.
    private static readonly AskContext Readable = new(new JsonSerializerOptions(AskContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public required string Axon { get; init; }

    public required string Hotkey { get; init; }

    public required string Caller { get; init; }

    public required string Synapse { get; init; }

    public required string Generation { get; init; }

    public required string? RequestUuid { get; init; }

    public required double TimeoutSeconds { get; init; }

    public required SentCandles? Candles { get; init; }

    public required bool Success { get; init; }

    public required int? Status { get; init; }

    public required string? Message { get; init; }

    public required DendriteFault Fault { get; init; }

    public required string? Meaning { get; init; }

    public required double? ProcessTimeSeconds { get; init; }

    public required long RequestBytes { get; init; }

    public required long AnswerBytes { get; init; }

    public required string? Dtype { get; init; }

    public required IReadOnlyList<double>? Closes { get; init; }

    public required string? Commitment { get; init; }

    /// <summary>Whether the forecast is the one that was committed to; null where no commitment was asked for before.</summary>
    public required bool? MatchesCommitment { get; init; }

    public required bool? Received { get; init; }

    /// <param name="commitment">Null where no commitment was asked for before.</param>
    internal static string Write(AskedQuestion asked, AnswerReport report, CommitmentReport? commitment) => JsonSerializer.Serialize(
        new AskJson
        {
            Axon = asked.Target.Endpoint!.ToString(),
            Hotkey = asked.Target.Hotkey.Address,
            Caller = asked.Caller.Address,
            Synapse = asked.Question.Synapse.Name,
            Generation = asked.GenerationName,
            RequestUuid = (asked.Question.Synapse as StreamSynapse)?.RequestUuid,
            TimeoutSeconds = asked.Question.Timeout.TotalSeconds,
            Candles = asked.Candles is { } candles ? new SentCandles(candles.File is null, candles.File, candles.Candles.Count, candles.LastClose) : null,
            Success = report.IsSuccess && commitment?.Refusal is null,
            Status = report.Status,
            Message = report.Message,
            Fault = report.Fault,
            Meaning = report.Problem ?? commitment?.Refusal,
            ProcessTimeSeconds = report.ProcessTime,
            RequestBytes = report.RequestBytes,
            AnswerBytes = report.AnswerBytes,
            Dtype = report.DtypeName,
            Closes = report.Closes,
            Commitment = report.Commitment ?? commitment?.Committed,
            MatchesCommitment = commitment?.IsKept,
            Received = report.Received,
        },
        Readable.AskJson);

    internal sealed record SentCandles(bool Simulated, string? File, int Count, double LastClose);

    [JsonSourceGenerationOptions(
        WriteIndented = true,
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        UseStringEnumConverter = true)]
    [JsonSerializable(typeof(AskJson))]
    private sealed partial class AskContext : JsonSerializerContext;
}
