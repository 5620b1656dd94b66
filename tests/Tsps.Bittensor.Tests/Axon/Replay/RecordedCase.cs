using System.Text.Json;

namespace Tsps.Bittensor.Tests.Axon.Replay;

/// <summary>A request that was sent to a real axon, and what it answered.</summary>
/// <param name="Request">The bytes; null for those too long to be recorded.</param>
/// <param name="Minute">The minute of the hour at which it was sent; null where it did not matter.</param>
/// <param name="Answers">One for each request on the connection; none when it was closed without an answer.</param>
internal sealed record RecordedCase(string Name, string Mode, string Note, byte[]? Request, int RequestLength, int? Minute, IReadOnlyList<RecordedAnswer> Answers, bool ForwardCalled)
{
    public static RecordedCase Read(JsonElement element) => new(
        element.GetProperty("name").GetString()!,
        Text(element, "axon_mode"),
        Text(element, "note"),
        element.TryGetProperty("request_b64", out var request) ? request.GetBytesFromBase64() : null,
        element.TryGetProperty("request_bytes", out var length) ? length.GetInt32() : 0,
        element.TryGetProperty("minute", out var minute) ? minute.GetInt32() : null,
        element.TryGetProperty("response_b64", out var response) ? RecordedAnswer.ParseAll(response.GetBytesFromBase64()) : [],
        !element.TryGetProperty("forward_called", out var forward) || forward.GetArrayLength() > 0);

    private static string Text(JsonElement element, string member) => element.TryGetProperty(member, out var text) ? text.GetString()! : "";
}
