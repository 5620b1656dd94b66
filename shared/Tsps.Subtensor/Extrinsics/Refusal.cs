using System.Globalization;
using System.Text.RegularExpressions;

namespace Tsps.Subtensor.Extrinsics;

/// <summary>Reads why a node refused an extrinsic, from the words of a node or of the local runtime (chain specification, section 4, errors).</summary>
internal static partial class Refusal
{
    private const int InvalidTransaction = 1010;
    private const int UnknownValidity = 1011;

    private static readonly (string Text, RefusalReason Reason)[] Words =
    [
        ("bad signature", RefusalReason.BadProof),
        ("badProof", RefusalReason.BadProof),
        ("outdated", RefusalReason.Stale),
        ("stale", RefusalReason.Stale),
        ("future", RefusalReason.Future),
        ("ancient", RefusalReason.AncientBirthBlock),
        ("pay some fees", RefusalReason.Payment),
        ("payment", RefusalReason.Payment),
        ("custom", RefusalReason.Custom),
    ];

    /// <summary>What a refusal says; <paramref name="specVersion"/> tells what Subtensor's own numbers mean.</summary>
    public static ExtrinsicRefusedException From(RpcException error, uint specVersion)
    {
        var text = $"{error.Reason} {error.ErrorData}";
        var reason = ReasonOf(error.Code, text);
        byte? code = reason == RefusalReason.Custom && CustomNumber().Match(text) is { Success: true } match
            && byte.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
        return new ExtrinsicRefusedException(reason, code, SubtensorRefusals.IsRateLimit(code, specVersion), $"The node refused the extrinsic: {Explain(reason, code, specVersion, text.Trim())}", error);
    }

    private static RefusalReason ReasonOf(int code, string text) => code switch
    {
        InvalidTransaction => Words.FirstOrDefault(word => text.Contains(word.Text, StringComparison.OrdinalIgnoreCase)).Reason,
        1002 => RefusalReason.Undecodable,
        UnknownValidity when text.Contains("wasm", StringComparison.OrdinalIgnoreCase) => RefusalReason.Undecodable,
        1012 => RefusalReason.TemporarilyBanned,
        1013 => RefusalReason.AlreadyImported,
        1014 => RefusalReason.PriorityTooLow,
        _ => RefusalReason.Unknown,
    };

    private static string Explain(RefusalReason reason, byte? code, uint specVersion, string text) => reason switch
    {
        RefusalReason.BadProof => "its signature does not fit the key, the chain, the runtime's version or the era, or its era is over. Sign it anew.",
        RefusalReason.Stale => "its nonce was used already. Read the nonce again and sign anew.",
        RefusalReason.Future => "an extrinsic of an earlier nonce is still missing. Wait for it, or read the nonce again and sign anew.",
        RefusalReason.Payment => "the signing account cannot pay the fee. Send it some TAO.",
        RefusalReason.AncientBirthBlock => "its era began too long ago. Sign it anew.",
        RefusalReason.TemporarilyBanned => "the node refused the same bytes a moment ago. Wait half an hour or sign anew.",
        RefusalReason.AlreadyImported => "it waits in the node's pool already.",
        RefusalReason.PriorityTooLow => "another extrinsic of the same key and nonce waits in the node's pool. Wait until it is in a block.",
        RefusalReason.Undecodable => "the node could not decode it. Update Tsps if the chain's runtime is newer.",
        RefusalReason.Custom => SubtensorRefusals.Explain(code, specVersion),
        _ => $"it said '{text}'.",
    };

    [GeneratedRegex("""custom[^0-9]*([0-9]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex CustomNumber();
}
