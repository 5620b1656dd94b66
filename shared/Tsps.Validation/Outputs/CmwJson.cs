using System.Text.Json;
using Tsps.Bittensor.Synapses;
using Tsps.Validation.Asking;

namespace Tsps.Validation.Outputs;

/// <summary>Records as the reference writes them, to the byte.</summary>
public static class CmwJson
{
    /// <exception cref="ArgumentException">A score is NaN or infinite.</exception>
    public static byte[] Write(CmwRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return OutputJson.Write(json =>
        {
            json.StartObject();
            json.Name("clients"u8);
            json.List(record.Clients, client => Write(json, client, record.Generation));
            json.EndObject();
        });
    }

    /// <summary>Reads a record. Which generation wrote it shows in the uuids of its requests; one without any counts as v4's.</summary>
    /// <exception cref="FormatException">It is no such record; the message says what is wrong.</exception>
    public static CmwRecord Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var clients = Items(document.RootElement, "clients");
            var hasUuids = clients.SelectMany(client => Items(client, "streams")).Any(stream => stream.TryGetProperty("request_uuid", out _));
            return new CmwRecord(hasUuids ? WireGeneration.V6 : WireGeneration.V4, [.. clients.Select(ReadClient)]);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            throw new FormatException($"This is no record of a scored request: {wrong.Message}", wrong);
        }
    }

    private static void Write(PythonJsonWriter json, CmwClient client, WireGeneration generation)
    {
        json.StartObject();
        json.Name("client_uuid"u8);
        json.Text(client.ClientUuid);
        json.Name("streams"u8);
        json.List(client.Streams, stream => Write(json, stream, generation));
        json.EndObject();
    }

    private static void Write(PythonJsonWriter json, CmwStream stream, WireGeneration generation)
    {
        json.StartObject();
        json.Name("stream_id"u8);
        json.Text(stream.StreamId);
        json.Name("topic_id"u8);
        json.Integer(stream.TopicId);
        if (generation == WireGeneration.V6)
        {
            json.Name("request_uuid"u8);
            json.Text(stream.RequestUuid);
        }

        json.Name("miners"u8);
        json.List(stream.Miners, miner => Write(json, miner));
        json.EndObject();
    }

    private static void Write(PythonJsonWriter json, CmwMiner miner)
    {
        json.StartObject();
        json.Name("miner_id"u8);
        json.Text(miner.MinerId);
        json.Name("wins"u8);
        json.Integer(miner.Wins);
        json.Name("win_value"u8);
        json.Integer(miner.WinValue);
        json.Name("unscaled_scores"u8);
        json.List(miner.UnscaledScores, score => Write(json, score));
        json.Name("win_scores"u8);
        json.List(miner.WinScores, score => Write(json, score));
        json.EndObject();
    }

    private static void Write(PythonJsonWriter json, CmwScore score)
    {
        json.StartList();
        json.Integer(score.TimestampMs);
        json.Number(score.Value);
        json.EndList();
    }

    private static CmwClient ReadClient(JsonElement client) => new(Member(client, "client_uuid").GetString()!, [.. Items(client, "streams").Select(ReadStream)]);

    private static CmwStream ReadStream(JsonElement stream) => new(
        Member(stream, "stream_id").GetString()!,
        Member(stream, "topic_id").GetInt32(),
        stream.TryGetProperty("request_uuid", out var uuid) ? uuid.GetString() : null,
        [.. Items(stream, "miners").Select(ReadMiner)]);

    private static CmwMiner ReadMiner(JsonElement miner) => new(
        Member(miner, "miner_id").GetString()!,
        Member(miner, "wins").GetInt64(),
        Member(miner, "win_value").GetInt64(),
        [.. Items(miner, "unscaled_scores").Select(ReadScore)],
        [.. Items(miner, "win_scores").Select(ReadScore)]);

    private static CmwScore ReadScore(JsonElement score) => score.GetArrayLength() == 2
        ? new CmwScore(score[0].GetInt64(), score[1].GetDouble())
        : throw new FormatException($"a score is a time and a value, not {score}.");

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) => Member(element, name).EnumerateArray();

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : throw new FormatException($"it has no '{name}'.");
}
