using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Bittensor.Tests.Axon.Replay;
using Tsps.Bittensor.Tests.Synapses;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Dendrite;

/// <summary>
/// With the recorded nonce, uuid and signature the whole request is sent as recorded, byte for byte: line, headers in order, body.
/// By rule only: <c>User-Agent</c>, which names the program, and <c>total_size</c>, which is a size in Python's memory.
/// Of SDK 10's Backward kinds <c>"received": null</c> is left out, since its axons refuse it.
/// </summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class DendriteRequestGoldenTests
{
    [Theory]
    [InlineData("wire/requests/small_672.json")]
    [InlineData("wire/requests/small_1050.json")]
    public async Task Small_requests_are_sent_as_recorded(string file)
    {
        using var vectors = GoldenFile.Read(file);
        foreach (var vector in vectors.RootElement.GetProperty("requests").EnumerateArray())
        {
            var message = await AssertSentAsRecordedAsync(vector.GetProperty("raw_b64"), vector.GetProperty("timeout_argument").GetDouble());

            Assert.Equal(vector.GetProperty("signed_message").GetString(), message);
            Assert.Equal(
                [
                    vector.GetProperty("nonce").ToString(),
                    RecordedKeys.AddressOf(vector.GetProperty("dendrite_mnemonic_index")),
                    RecordedKeys.AddressOf(vector.GetProperty("axon_mnemonic_index")),
                    vector.GetProperty("uuid").GetString()!,
                    Synapse.EmptyBodyHash,
                ],
                message.Split('.'));
            var headers = RecordedRequest.Headers(vector.GetProperty("raw_b64"));
            Assert.All(["header_size", "total_size"], name => Assert.Contains((name, vector.GetProperty(name).ToString()), headers));
        }
    }

    [Theory]
    [InlineData("wire/requests/full_5x7200_672.json.gz")]
    [InlineData("wire/requests/full_5x7200_1050.json.gz")]
    public async Task A_full_request_is_sent_as_recorded(string file)
    {
        using var vectors = GoldenFile.Read(file);
        await AssertSentAsRecordedAsync(vectors.RootElement.GetProperty("raw_b64"), null);
    }

    [Theory]
    [InlineData("wire/requests/variations_672.json")]
    [InlineData("wire/requests/variations_1050.json")]
    public async Task Odd_requests_are_sent_as_recorded_unless_they_have_numbers_that_JSON_lacks(string file)
    {
        using var vectors = GoldenFile.Read(file);
        foreach (var vector in vectors.RootElement.GetProperty("cases").EnumerateArray().Where(vector => vector.TryGetProperty("request_b64", out _)))
        {
            if (!vector.GetProperty("request").GetRawText().Contains("\"NaN\"", StringComparison.Ordinal))
            {
                await AssertSentAsRecordedAsync(vector.GetProperty("request_b64"), null);
            }
        }
    }

    /// <returns>The text that was signed.</returns>
    private static async Task<string> AssertSentAsRecordedAsync(JsonElement base64, double? timeoutArgument)
    {
        var headers = RecordedRequest.Headers(base64);
        var recordedBody = RecordedRequest.Body(base64);
        string Header(string name) => headers.First(header => header.Name == name).Value;

        var recorded = SynapseJson.Read(SynapseTypes.Find(Header("name"))!, recordedBody);
        var version = new SdkVersion(long.Parse(Header("bt_header_dendrite_version"), CultureInfo.InvariantCulture));
        var signer = new RecordedSigner(Header("bt_header_dendrite_hotkey"), Header("bt_header_dendrite_signature"));
        var caller = new DendriteIdentity(signer, Header("bt_header_dendrite_uuid"), Header("bt_header_dendrite_ip"), version);
        var host = System.Net.IPEndPoint.Parse(Header("Host"));
        var endpoint = new AxonEndpoint(host.Address, host.Port);
        var timeout = TimeSpan.FromSeconds(timeoutArgument ?? recorded.Timeout);

        // Everything that the query itself fills in is taken away first.
        var body = new QueryBody(recorded with { Timeout = 1, TotalSize = 0, Dendrite = TerminalInfo.Empty, Axon = TerminalInfo.Empty, RequiredHashFields = null }, maxHeldBytes: 1 << 20);
        var asked = body.For(new Hotkey(Header("bt_header_axon_hotkey")), endpoint, version.Spelling, timeout, caller, Int128.Parse(Header("bt_header_dendrite_nonce"), CultureInfo.InvariantCulture));
        Assert.InRange(asked.TotalSize, recordedBody.Length, recordedBody.Length + 4096);
        var sent = await SendAsync(asked with { TotalSize = recorded.TotalSize }, body, version.Spelling, endpoint);

        const string RefusedNull = ", \"received\": null";
        var isLeftOut = version.Spelling == TensorDtypeSpelling.Bare && recorded is BackwardSynapse { Received: null };
        var expectedBody = Encoding.UTF8.GetString(recordedBody).Replace(isLeftOut ? RefusedNull : "\0", "", StringComparison.Ordinal);
        var (sentHead, recordedHead) = (Head(sent), Head(base64.GetBytesFromBase64()));
        Assert.Equal(recordedHead.Where(line => !line.StartsWith("User-Agent", StringComparison.Ordinal)).Select(line => AdaptLength(line, recordedBody.Length, expectedBody.Length)), sentHead.Where(line => !line.StartsWith("User-Agent", StringComparison.Ordinal)));
        Assert.Equal(Array.FindIndex(recordedHead, IsUserAgent), Array.FindIndex(sentHead, IsUserAgent));
        Assert.Equal(expectedBody, Encoding.UTF8.GetString(sent.AsSpan(sent.AsSpan().IndexOf("\r\n\r\n"u8) + 4)));
        return signer.Message!;
    }

    /// <summary>Sends through the product's own handler to a peer that stands in for the recorded address.</summary>
    private static async Task<byte[]> SendAsync(Synapse asked, QueryBody body, TensorDtypeSpelling spelling, AxonEndpoint endpoint)
    {
        await using var peer = LoopbackPeer.Answering("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}"u8.ToArray());
        var handler = DendriteTransport.CreateHandler();
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(peer.Endpoint.Address, peer.Endpoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        };
        using var transport = new DendriteTransport(handler, 1 << 20);
        await transport.SendAsync(asked, body.Type, endpoint.ToString(), body.Tail(spelling), TimeSpan.FromSeconds(30), body.Answers, TestContext.Current.CancellationToken);
        return Assert.Single(peer.Requests);
    }

    private static string[] Head(byte[] request) => Encoding.Latin1.GetString(request.AsSpan(0, request.AsSpan().IndexOf("\r\n\r\n"u8))).Split("\r\n");

    private static string AdaptLength(string line, int recorded, int expected) =>
        line == $"Content-Length: {recorded}" ? $"Content-Length: {expected}" : line;

    private static bool IsUserAgent(string line) => line.StartsWith("User-Agent: ", StringComparison.Ordinal);
}
