using System.Text.Json;
using Substrate.NetApi;
using Tsps.Subtensor.Scale;
using Tsps.Subtensor.Storage;

namespace Tsps.Subtensor.Tests.Support;

/// <summary>The frames that the Python SDKs exchanged with the runtime, step by step.</summary>
internal static class SdkTranscripts
{
    public static IEnumerable<SdkStep> Steps()
    {
        using var vectors = ChainVectors.Read("sdk_transcripts");
        foreach (var sdk in vectors.RootElement.GetProperty("sdks").EnumerateArray())
        {
            var steps = sdk.GetProperty("steps").EnumerateArray().ToList();
            for (var index = 0; index < steps.Count; index++)
            {
                yield return new SdkStep(sdk.Text("sdk"), steps[index].Text("step"), steps[index].Clone(), [.. steps.Take(index + 1).Select(step => step.Clone())]);
            }
        }
    }

    /// <summary>Answers of storage items that the runtime's metadata knows, decoded, absent keys too; shortened frames are left out.</summary>
    public static IEnumerable<(string Item, ScaleValue Value)> StorageAnswers(this SdkStep step)
    {
        var metadata = ChainVectors.Metadata;
        var items = metadata.Pallets.SelectMany(pallet => pallet.Storage.Values).ToLookup(
            entry => Hex.Encode(RequestGenerator.GetStorageKeyBytesHash(entry.Pallet, entry.Name)));
        foreach (var exchange in step.Exchanges().Where(exchange => exchange.Method == "state_getStorageAt" && exchange.Answer.TryGetProperty("result", out _)))
        {
            var prefix = exchange.Parameters[0].GetString()![..66];
            foreach (var entry in items[prefix])
            {
                yield return (entry.Name, StorageValue.Decode(metadata.Types, entry, exchange.Result is { } raw ? Hex.Decode(raw.GetString()!) : null));
            }
        }
    }

    /// <summary>Requests with their answers, whole ones only.</summary>
    public static IEnumerable<Exchange> Exchanges(this SdkStep step)
    {
        var frames = step.Json.GetProperty("frames").EnumerateArray().Select(frame => (IsSent: frame[0].GetString() == ">", Json: TryParse(frame[1].GetString()!))).ToList();
        foreach (var (isSent, request) in frames)
        {
            if (isSent && request is { } sent && sent.TryGetProperty("id", out var id)
                && frames.Find(frame => !frame.IsSent && frame.Json is { } json && json.TryGetProperty("id", out var answered) && answered.ToString() == id.ToString()).Json is { } answer)
            {
                yield return new Exchange(
                    sent.Text("method"),
                    [.. sent.GetProperty("params").EnumerateArray()],
                    answer.TryGetProperty("result", out var result) && result.ValueKind != JsonValueKind.Null ? result : null,
                    answer);
            }
        }
    }

    public static JsonElement? TryParse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Shortened in the recording.
            return null;
        }
    }
}
