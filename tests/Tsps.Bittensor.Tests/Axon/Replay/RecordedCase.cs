using System.Text;
using System.Text.Json;

namespace Tsps.Bittensor.Tests.Axon.Replay;

/// <summary>A request that was sent to a real axon, and what it answered.</summary>
/// <param name="Request">The bytes; null for those too long to be recorded.</param>
/// <param name="Minute">The minute of the hour at which it was sent; null where it did not matter.</param>
/// <param name="ForwardCalled">Null where that is not recorded.</param>
/// <param name="FunctionsCalled">Which of blacklist and priority were asked, in order; of several requests one after the other. Null where that is not recorded.</param>
/// <param name="CallerSeen">Whom the blacklist was asked about; null where that is not recorded.</param>
/// <param name="Answers">One for each request on the connection; none when it was closed without an answer.</param>
internal sealed record RecordedCase(string Name, string Mode, string Note, byte[]? Request, int RequestLength, int? Minute, IReadOnlyList<RecordedAnswer> Answers, bool? ForwardCalled, IReadOnlyList<string>? FunctionsCalled, string? CallerSeen)
{
    public static RecordedCase Read(JsonElement element) => new(
        element.GetProperty("name").GetString()!,
        Text(element, "axon_mode"),
        Text(element, "note"),
        element.TryGetProperty("request_b64", out var request) ? request.GetBytesFromBase64() : null,
        element.TryGetProperty("request_bytes", out var length) ? length.GetInt32() : 0,
        element.TryGetProperty("minute", out var minute) ? minute.GetInt32() : null,
        ReadAnswers(element),
        element.TryGetProperty("forward_called", out var forward) ? forward.GetArrayLength() > 0 : null,
        Texts(element, "functions_called") ?? Texts(element, "called"),
        element.TryGetProperty("blacklist_saw", out var seen) && seen.ValueKind == JsonValueKind.Object ? seen.GetProperty("dendrite").GetProperty("hotkey").GetString() : null);

    /// <summary>A request of full size; of its answer only the head is recorded.</summary>
    public static RecordedCase ReadFull(JsonElement element)
    {
        var request = element.GetProperty("raw_b64").GetBytesFromBase64();
        var head = Encoding.Latin1.GetBytes(element.GetProperty("response_head").GetString()! + "\r\n\r\n");
        return new RecordedCase(element.GetProperty("synapse").GetString()!, "", "", request, request.Length, null, RecordedAnswer.ParseAll(head), true, null, null);
    }

    private static IReadOnlyList<RecordedAnswer> ReadAnswers(JsonElement element) =>
        element.TryGetProperty("response_b64", out var bytes) ? RecordedAnswer.ParseAll(bytes.GetBytesFromBase64())
        : element.TryGetProperty("response", out var takenApart) ? [RecordedAnswer.Read(takenApart)]
        : [];

    private static string[]? Texts(JsonElement element, string member) =>
        element.TryGetProperty(member, out var texts) ? [.. texts.EnumerateArray().Select(text => text.GetString()!)] : null;

    private static string Text(JsonElement element, string member) => element.TryGetProperty(member, out var text) ? text.GetString()! : "";
}
