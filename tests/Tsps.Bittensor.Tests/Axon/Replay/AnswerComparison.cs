using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Synapses;

namespace Tsps.Bittensor.Tests.Axon.Replay;

/// <summary>Holds an answer against the recorded one: texts and statuses exactly; signatures, ids, times and sizes by rule.</summary>
internal static partial class AnswerComparison
{
    private const string AxonSignature = "bt_header_axon_signature";

    /// <summary>What the transport adds, and what tells its connection.</summary>
    private static readonly HashSet<string> OfTransport = ["date", "server", "content-length", "Connection"];

    public static IEnumerable<string> Compare(RecordedAnswer recorded, AxonResponse answer)
    {
        if (recorded.StatusCode != answer.StatusCode)
        {
            return [$"status {answer.StatusCode} instead of {recorded.StatusCode}"];
        }

        return [.. CompareHeaders(recorded, answer), .. CompareBody(recorded, answer)];
    }

    /// <summary>Holds the head alone against the recorded one.</summary>
    public static IEnumerable<string> CompareHead(RecordedAnswer recorded, AxonResponse answer) =>
        recorded.StatusCode == answer.StatusCode ? CompareHeaders(recorded, answer) : [$"status {answer.StatusCode} instead of {recorded.StatusCode}"];

    /// <summary>Holds the body against the recorded one byte for byte, the process time apart.</summary>
    public static IEnumerable<string> CompareBytes(RecordedAnswer recorded, AxonResponse answer)
    {
        var expected = ProcessTime().Replace(Encoding.UTF8.GetString(recorded.Body), "");
        var actual = ProcessTime().Replace(Encoding.UTF8.GetString(answer.Body.Span), "");
        return expected == actual ? [] : [$"the body is {actual} instead of {expected}"];
    }

    /// <summary>Whether a text is a recorded one, error ids apart.</summary>
    public static bool SameMessage(string? recorded, string? message) =>
        recorded == message || (recorded is not null && message is not null && ErrorId().Replace(recorded, "#") == ErrorId().Replace(message, "#"));

    private static IEnumerable<string> CompareHeaders(RecordedAnswer recorded, AxonResponse answer)
    {
        var ours = answer.Headers.ToDictionary(header => header.Key, header => header.Value, StringComparer.Ordinal);
        foreach (var (name, value) in recorded.Headers.Where(header => !OfTransport.Contains(header.Key)))
        {
            if (!ours.Remove(name, out var our))
            {
                // This axon does not sign for callers that it has not verified, nor when it broke.
                if (name != AxonSignature || answer.StatusCode is not (401 or 403 or 500))
                {
                    yield return $"header {name} is missing";
                }
            }
            else if (!SameHeader(name, value, our))
            {
                yield return $"header {name} is '{our}' instead of '{value}'";
            }
        }

        foreach (var (name, value) in ours)
        {
            yield return $"header {name}: {value} was not recorded";
        }
    }

    private static bool SameHeader(string name, string recorded, string our) => name switch
    {
        "header_size" or "total_size" or "bt_header_axon_version" or "bt_header_axon_nonce" => PythonInteger.TryParse(our, out _),
        "bt_header_axon_process_time" => PythonFloat.TryParse(our, out var seconds) && seconds >= 0,
        "bt_header_axon_uuid" => Guid.TryParse(our, out _),
        AxonSignature => our.Length == recorded.Length && our.StartsWith("0x", StringComparison.Ordinal),
        "bt_header_axon_status_message" => SameMessage(recorded, our),
        "location" => recorded.EndsWith(our, StringComparison.Ordinal),
        "allow" => recorded.Split(", ").Order().SequenceEqual(our.Split(", ").Order()),
        _ => recorded == our,
    };

    private static IEnumerable<string> CompareBody(RecordedAnswer recorded, AxonResponse answer)
    {
        if (!recorded.IsJson)
        {
            return recorded.Body.AsSpan().SequenceEqual(answer.Body.Span) ? [] : [$"body is '{Encoding.UTF8.GetString(answer.Body.Span)}'"];
        }

        var expected = JsonNode.Parse(recorded.Body)!.AsObject();
        var actual = JsonNode.Parse(answer.Body.Span)!.AsObject();
        return recorded.StatusCode == 200 ? CompareSynapse(expected, actual) : CompareError(expected, actual);
    }

    private static IEnumerable<string> CompareSynapse(JsonObject expected, JsonObject actual)
    {
        ForgetProcessTime(expected);
        ForgetProcessTime(actual);
        if (!expected.Select(member => member.Key).SequenceEqual(actual.Select(member => member.Key)))
        {
            return [$"body has the members {string.Join(' ', actual.Select(member => member.Key))} instead of {string.Join(' ', expected.Select(member => member.Key))}"];
        }

        return expected
            .Where(member => !JsonNode.DeepEquals(member.Value, actual[member.Key]))
            .Select(member => $"body member {member.Key} is {actual[member.Key]?.ToJsonString()} instead of {member.Value?.ToJsonString()}");
    }

    private static void ForgetProcessTime(JsonObject synapse)
    {
        if (synapse["axon"]?["process_time"] is JsonValue)
        {
            synapse["axon"]!["process_time"] = 0;
        }
    }

    private static IEnumerable<string> CompareError(JsonObject expected, JsonObject actual)
    {
        if (expected["message"] is { } message && !SameMessage(message.GetValue<string>(), actual["message"]?.GetValue<string>()))
        {
            yield return $"message is '{actual["message"]}' instead of '{message}'";
        }

        if (expected["detail"] is JsonValue detail && detail.GetValue<string>() != actual["message"]?.GetValue<string>())
        {
            yield return $"message is '{actual["message"]}' instead of the detail '{detail}'";
        }

        if (expected["detail"] is JsonArray && actual["detail"]?[0]?["loc"]?[0]?.GetValue<string>() != "body")
        {
            yield return "detail is no list of what is wrong with the body";
        }
    }

    [GeneratedRegex("#[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")]
    private static partial Regex ErrorId();

    [GeneratedRegex("\"process_time\":[0-9.e-]+")]
    private static partial Regex ProcessTime();
}
