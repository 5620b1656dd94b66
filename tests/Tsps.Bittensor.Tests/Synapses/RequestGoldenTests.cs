using System.Buffers;
using System.Text;
using System.Text.Json;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Synapses;

/// <summary>The bodies that real dendrites sent: <c>wire/requests</c>. Reading one and writing it again gives the same bytes.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class RequestGoldenTests
{
    [Theory]
    [InlineData("wire/requests/small_672.json")]
    [InlineData("wire/requests/small_1050.json")]
    public void Small_requests_are_read_and_written_byte_for_byte(string file)
    {
        using var vectors = GoldenFile.Read(file);
        foreach (var vector in vectors.RootElement.GetProperty("requests").EnumerateArray())
        {
            var name = vector.GetProperty("synapse").GetString()!;

            var body = RecordedRequest.Body(vector.GetProperty("raw_b64"));

            Assert.Equal(vector.GetProperty("content_length").GetInt32(), body.Length);
            AssertRoundTrip(name, body);
        }
    }

    [Theory]
    [InlineData("wire/requests/full_5x7200_672.json.gz")]
    [InlineData("wire/requests/full_5x7200_1050.json.gz")]
    public void A_full_request_is_read_and_written_byte_for_byte(string file)
    {
        using var vectors = GoldenFile.Read(file);

        var body = RecordedRequest.Body(vectors.RootElement.GetProperty("raw_b64"));

        Assert.Equal(vectors.RootElement.GetProperty("body_bytes").GetInt32(), body.Length);
        AssertRoundTrip(vectors.RootElement.GetProperty("synapse").GetString()!, body);
        var request = (LiveForward)SynapseJson.Read(SynapseTypes.Find(nameof(LiveForward))!, body);
        var samples = TensorCodec.Decode(request.Samples!, TensorLimits.Default);
        Assert.Equal(vectors.RootElement.GetProperty("last_close").GetDouble(), samples.ToDoubles()[(2 * samples.Shape[1]) - 1]);
    }

    [Theory]
    [InlineData("wire/requests/variations_672.json")]
    [InlineData("wire/requests/variations_1050.json")]
    public void Odd_requests_are_read_and_written_byte_for_byte_unless_they_have_numbers_that_JSON_lacks(string file)
    {
        using var vectors = GoldenFile.Read(file);
        foreach (var vector in vectors.RootElement.GetProperty("cases").EnumerateArray().Where(vector => vector.TryGetProperty("request_b64", out _)))
        {
            var body = RecordedRequest.Body(vector.GetProperty("request_b64"));
            var name = vector.GetProperty("request").GetProperty("first_line").GetString()!.Split(' ', '/')[2];
            if (Encoding.UTF8.GetString(body).Contains("NaN", StringComparison.Ordinal))
            {
                var error = Assert.Throws<SynapseFormatException>(() => SynapseJson.Read(SynapseTypes.Find(name)!, body));
                Assert.Equal(SynapseBodyFault.WrongMember, error.Fault);
            }
            else
            {
                AssertRoundTrip(name, body);
            }
        }
    }

    private static void AssertRoundTrip(string name, byte[] body)
    {
        var synapse = SynapseJson.Read(SynapseTypes.Find(name)!, body);

        Assert.Equal(name, synapse.Name);
        Assert.Equal(Encoding.UTF8.GetString(body), Encoding.UTF8.GetString(Write(synapse, SynapseJsonStyle.Request).Span));
        using var compact = JsonDocument.Parse(Write(synapse, SynapseJsonStyle.Answer));
        using var recorded = JsonDocument.Parse(body);
        Assert.True(JsonElement.DeepEquals(recorded.RootElement, compact.RootElement), "The compact form says something else.");
    }

    private static ReadOnlyMemory<byte> Write(Synapse synapse, SynapseJsonStyle style)
    {
        var output = new ArrayBufferWriter<byte>();
        SynapseJson.Write(output, synapse, style);
        return output.WrittenMemory;
    }
}
