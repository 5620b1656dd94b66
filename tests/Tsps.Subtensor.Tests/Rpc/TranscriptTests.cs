using System.Text.Json;
using System.Text.Json.Nodes;
using Tsps.Subtensor.Rpc;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Rpc;

[Trait(Categories.Name, Categories.Golden)]
public class TranscriptTests
{
    [Fact]
    public async Task Sends_the_recorded_requests_and_understands_the_recorded_answers()
    {
        using var vectors = ChainVectors.Read("transcripts");
        var played = 0;
        foreach (var transcript in vectors.RootElement.GetProperty("transcripts").EnumerateArray())
        {
            var frames = transcript.GetProperty("frames").EnumerateArray().Select(frame => (IsSent: frame[0].GetString() == ">", Text: frame[1].GetString()!)).ToList();

            // A frame that was shortened in the recording may be no JSON any more and cannot be played.
            if (frames.TrueForAll(frame => IsJson(frame.Text)))
            {
                await ReplayAsync(transcript.Text("title"), frames);
                played++;
            }
        }

        Assert.True(played > 0);
    }

    /// <summary>Plays the server's side of a recording: before each answer the notifications that came before it.</summary>
    private static async Task ReplayAsync(string title, List<(bool IsSent, string Text)> frames)
    {
        var next = 0;
        await using var node = new LoopbackNode(async call =>
        {
            for (next++; next < frames.Count && !frames[next].IsSent; next++)
            {
                var frame = JsonNode.Parse(frames[next].Text)!.AsObject();
                if (frame.ContainsKey("id"))
                {
                    frame["id"] = JsonNode.Parse(call.Id);
                }

                await call.SendAsync(frame.ToJsonString());
            }
        });
        await using var connection = await OpenAsync(node);
        foreach (var (index, text) in frames.Index().Where(frame => frame.Item.IsSent).Select(frame => (frame.Index, frame.Item.Text)))
        {
            using var request = JsonDocument.Parse(text);
            var answer = JsonNode.Parse(frames.Skip(index).First(frame => !frame.IsSent && JsonNode.Parse(frame.Text)!.AsObject().ContainsKey("id")).Text)!;
            await CheckCallAsync(title, connection, request.RootElement, answer);
            var sent = node.Requests.Last();
            Assert.Equal(request.RootElement.Text("method"), sent.Text("method"));
            Assert.True(JsonElement.DeepEquals(request.RootElement.GetProperty("params"), sent.GetProperty("params")), title);
        }
    }

    private static async Task CheckCallAsync(string title, NodeConnection connection, JsonElement request, JsonNode answer)
    {
        var parameters = request.GetProperty("params").EnumerateArray().Select(Plain).ToArray();
        var call = connection.CallAsync<object?>(request.Text("method"), parameters, TestContext.Current.CancellationToken);
        if (answer["error"] is { } error)
        {
            var exception = await Assert.ThrowsAsync<RpcException>(() => call);
            Assert.Equal((int)error["code"]!, exception.Code);
            Assert.Equal((string)error["message"]!, exception.Reason);
            return;
        }

        var result = await call;
        var expected = answer["result"];
        Assert.True(
            expected is null ? result is null : JsonNode.DeepEquals(expected, JsonNode.Parse(Newtonsoft.Json.JsonConvert.SerializeObject(result))),
            $"{title}: {result} instead of {expected}");
    }

    private static object Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.Number => json.GetInt64(),
        JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToArray(),
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(field => field.Name, field => Plain(field.Value)),
        _ => null!,
    };

    private static bool IsJson(string text)
    {
        try
        {
            using var _ = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Task<NodeConnection> OpenAsync(LoopbackNode node) =>
        NodeConnection.OpenAsync(node.Uri, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
}
