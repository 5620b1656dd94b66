namespace Tsps.Bittensor.Tests.Axon.Replay;

/// <summary>Every recorded case that is answered differently, and why; all others must be answered as recorded.</summary>
internal static class KnownDifferences
{
    public const string Sdk6 = "672";
    public const string Sdk10 = "1050";

    private const string ErrorId = "Internal Server Error #.*";
    private const string SilentClose = "SDK 6 closes the connection without an answer";

    public static IReadOnlyList<KnownDifference> All { get; } =
    [
        .. SuccessDetails,
        .. FrameworkAnswers,
        .. Tensors,
        .. Bodies,
        .. Nonces,
        .. Failures,
        .. Callers,
    ];

    private static KnownDifference[] FrameworkAnswers
    {
        get
        {
            const string Reason = "the bt headers repeat the HTTP status: with the SDKs' own a dendrite sees 200, or nothing";
            return
            [
                new(null, "path_and_method/trailing_slash", 307, "Temporary Redirect", Reason),
                new(null, "path_and_method/extra_segment", 404, "Not Found", Reason),
                new(null, "path_and_method/method_.*", 405, "Method Not Allowed", Reason),
                new(null, "body/(invalid_utf8|gzip_encoded)", 400, "There was an error parsing the body", Reason),
                new(null, "nonce/failed_body_does_move_the_nonce|body/(not_json|truncated|trailing_text|content_length_too_small)", 422, "The body is not JSON\\.", Reason),
                new(Sdk6, "body/content_type_.*", 422, "value is not a valid dict.*", Reason),
                new(null, "blacklist_priority_forward/http_exception", 418, "teapot", Reason),
            ];
        }
    }

    private static KnownDifference[] Tensors =>
    [
        new(null, "body/samples_is_(\\{.*\\}|\"x\")|body/v4_samples_(broken_buffer|wrong_shape)", 400, "A tensor of the request cannot be read: .*",
            "a tensor that cannot be read is the caller's fault, whatever its SDK"),
        new(Sdk6, "body/v4_samples_numpy_dtype", 200, "Success", "both spellings of element types are read"),
        new(Sdk10, "body/v4_samples_torch_dtype", 200, "Success", "both spellings of element types are read"),
    ];

    private static KnownDifference[] Bodies =>
    [
        new(Sdk6, "path_and_method/get_without_body|one_header_missing/missing_Content-Length|body/(empty|byte_order_mark|content_length_missing)", 500,
            "Internal server error with error: The body is empty or begins with a byte order mark.*", "says what was wrong instead of where Python stopped"),
        new(Sdk6, "body/(array|null|number|text)", 500, "Internal server error with error: The body is JSON but no object\\.", "says what was wrong instead of which Python type it was"),
        new(Sdk6, "body/(empty_object|missing_.*)", 422, "The body lacks .*", SilentClose),
        new(Sdk6, "body/[a-z_]+_is_(null|\"x\"|\"abc\"|5|\\[\"x\"\\]|\\{\"(a|nonce)\": .*\\})", 422, "The member '.*' .*", SilentClose),
        new(Sdk6, "body/prediction_size_is_10+", 422, "The member 'prediction_size' is beyond 64 bits\\.", "refused before the forward function sees it"),
        new(Sdk6, "body/feature_ids_nan_token|variations/feature_ids_nan", 422, "The body has NaN or Infinity outside a tensor.*", "refused before the forward function sees it, as it could not be answered"),
        new(Sdk10, "body/(feature_ids_nan_token|prediction_size_is_10+)", 500, ErrorId, "refused before the forward function sees it, as it could not be answered"),
        new(Sdk10, "body/(request_uuid|stream_id|hashed_predictions)_is_5|body/(topic_id_is_1\\.5|prediction_size_is_100\\.7)", 200, "Success", "types are converted as SDK 6 does for its callers"),
        new(Sdk10, "body/v4_(Live|Training)Backward_received_null", 200, "Success", "SDK 10 refuses what its own dendrite sends"),
        new(null, "body/content_length_too_large", 400, "The body ended after .* bytes that were announced\\.", "the SDKs wait for ever"),
    ];

    private static KnownDifference[] Nonces =>
    [
        new(Sdk6, "one_header_missing/missing_bt_header_dendrite_nonce|nonce/nonce_missing_signed_with_None", 401, "Not Verified with error: Missing Nonce",
            "a request without a nonce could be replayed for ever"),
        new(Sdk6, "nonce/old_nonce_version_7002000", 401, "Not Verified with error: Nonce is too old: .*", "SDK 6 knows no time window; callers of 7.2 and later keep to it"),
        new(Sdk10, "nonce/window_timeout_0\\.0_(at_edge|one_ns_outside)", 200, "Success", "the clock ticks every 100 ns: the edge lies up to one tick lower"),
        new(Sdk10, "nonce/window_huge_timeout", 401, "Not Verified with error: Nonce is too old: acceptable delta is 604\\.00 seconds .*", "the caller's timeout is not signed and widens the window up to a maximum only"),
    ];

    private static KnownDifference[] Failures =>
    [
        new(null, "blacklist_priority_forward/blacklist_all", 403, "Forbidden\\. Key is blacklisted: 5.*\\.", "the caller is told its hotkey, not the reason"),
        new(null, "blacklist_priority_forward/(blacklist|priority)_raises", 500, ErrorId, "the text of an unforeseen error is for the log, and nothing is signed for an unproven caller"),
        new(Sdk6, "blacklist_priority_forward/raise_(newline|empty)", 500, "Internal server error with error: .*", SilentClose),
        new(Sdk6, "blacklist_priority_forward/raise_unicode", 500, "Internal server error with error: .*", "SDK 6 answers in plain text, without bt headers"),
        new(Sdk6, "blacklist_priority_forward/return_.*", 500, ErrorId, SilentClose),
        new(null, "blacklist_priority_forward/set_status", 503, "set by forward", "a handler states its status by an exception and the answer is an error"),
    ];

    private static KnownDifference[] Callers =>
    [
        new(Sdk10, "path_and_method/(get_without_anything|post_without_bt_headers)|one_header_garbled/(.*dendrite_version.*|header_names_with_.*)", 400,
            "Improperly formatted request\\. .*", "a caller that states no version is answered as SDK 6 does"),
        new(Sdk10, "one_header_missing/missing_bt_header_dendrite_version|nonce/old_nonce_version_(672|7001999|None)", 200, "Success", "a caller of another SDK, or of none, is answered as SDK 6 does"),
        new(null, "signature/hotkey_invalid_but_allowed_to_pass_blacklist", 401, "Not Verified with error: Invalid SS58 address: .*", "says what an address looks like"),
        new(Sdk10, "path_and_method/absolute_form", 404, "Synapse name '' not found\\. .*", "SDK 10's web server hands absolute paths over differently"),
    ];

    private static KnownDifference[] SuccessDetails =>
    [
        new(null, "body/(dendrite|axon)_is_null", 200, "Success", "a null block in an answer breaks the whole query of its caller"),
        new(null, "body/(timeout|computed_body_hash)_is_null", 200, "Success", "null counts as the default"),
        new(Sdk6, "body/required_hash_fields_is_.*", 200, "Success", "no class of the subnet hashes members: the caller's list counts for nothing, as with SDK 10"),
        new(Sdk6, "one_header_garbled/header_70_kilobytes|body/twenty_megabyte_body", 200, "Success",
            "the request was too long to be recorded; the one made here has another nonce, uuid and signature"),
    ];
}
