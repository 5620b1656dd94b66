using System.Text.Json;
using Tsps.Bittensor.Tensors;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Tensors;

/// <summary>The recorded tensor blocks of both SDKs: <c>wire/tensors.json</c>.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class TensorGoldenTests
{
    private const string Six = "bittensor_6.7.2";
    private const string Ten = "bittensor_10.5.0";

    [Fact]
    public void Every_tensor_is_written_as_the_SDKs_write_it_and_read_back()
    {
        using var vectors = GoldenFile.Read("wire/tensors.json");
        foreach (var vector in vectors.RootElement.GetProperty("encode").EnumerateArray())
        {
            var input = vector.GetProperty("input");
            var tensor = TensorVectors.ReadTensor(input.GetProperty("dtype"), input.GetProperty("shape"), input.GetProperty("values"));
            foreach (var (sdk, spelling) in new[] { (Six, TensorDtypeSpelling.Torch), (Ten, TensorDtypeSpelling.Bare) })
            {
                var output = vector.GetProperty(sdk).GetProperty("output");
                var block = TensorCodec.Encode(tensor, spelling);

                Assert.Equal(Buffer(vector, output), System.Text.Encoding.ASCII.GetString(block.Buffer!.Value.Span));
                Assert.Equal(output.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64()), block.Shape);
                var expected = TensorVectors.ReadBlock(output.GetRawText());
                Assert.Equal((expected.Dtype, expected.Spelling), (block.Dtype, block.Spelling));
                Assert.True(TensorVectors.AreSame(tensor, TensorCodec.Decode(block, TensorLimits.Default)));
            }

            if (vector.TryGetProperty("msgpack_hex", out var hex) && hex.ValueKind == JsonValueKind.String)
            {
                var buffer = TensorCodec.Encode(tensor, TensorDtypeSpelling.Bare).Buffer!.Value.Span;
                Assert.Equal(hex.GetString(), Convert.ToHexStringLower(Convert.FromBase64String(System.Text.Encoding.ASCII.GetString(buffer))));
            }
        }
    }

    [Fact]
    public void Tensors_that_the_SDKs_made_of_lists_are_read()
    {
        using var vectors = GoldenFile.Read("wire/tensors.json");
        foreach (var sdk in vectors.RootElement.GetProperty("from_list").EnumerateObject())
        {
            foreach (var vector in sdk.Value.EnumerateObject())
            {
                var decoded = vector.Value.GetProperty("decoded");
                var expected = TensorVectors.ReadTensor(decoded.GetProperty("dtype"), decoded.GetProperty("shape"), decoded.GetProperty("values"));
                Assert.True(TensorVectors.AreSame(expected, TensorCodec.Decode(TensorVectors.ReadBlock(vector.Value.GetProperty("output").GetRawText()), TensorLimits.Default)));
            }
        }
    }

    /// <summary>
    /// What both SDKs read is read, with the same values; what both refuse is refused.
    /// Where they differ, reading gives the values of the SDK that reads.
    /// </summary>
    [Fact]
    public void Every_odd_block_is_read_or_refused_as_recorded()
    {
        using var vectors = GoldenFile.Read("wire/tensors.json");
        foreach (var vector in vectors.RootElement.GetProperty("decode").EnumerateObject())
        {
            var verdicts = vector.Value.EnumerateObject().Where(member => member.Name != "block").ToLookup(member => member.Name.StartsWith(Ten, StringComparison.Ordinal), member => member.Value);
            var readings = verdicts.SelectMany(sdk => sdk.Where(verdict => verdict.TryGetProperty("decoded", out _))).ToArray();
            var readers = verdicts.Count(sdk => sdk.Any(verdict => verdict.TryGetProperty("decoded", out _)));
            var block = vector.Value.GetProperty("block").GetRawText();

            var tensor = Read(block, out var error);

            // Element types without prefix are refused by one SDK and with prefix by the other; a reader of both spellings reads either.
            var mustRead = readers == 2 || (readers == 1 && IsOnlyAboutSpelling(verdicts));
            Assert.True(tensor is not null || !mustRead, $"{vector.Name} is refused: {error?.Message}");
            Assert.True(tensor is null || readers > 0, $"{vector.Name} is read although no SDK does.");
            if (tensor is not null)
            {
                AssertOneOf(vector.Name, tensor, readings);
            }
            else
            {
                Assert.False(string.IsNullOrWhiteSpace(error!.Message));
            }
        }
    }

    /// <summary>So a caller of SDK 10 that prefixes element types is answered as one of SDK 6.</summary>
    [Fact]
    public void With_USE_TORCH_SDK_10_differs_from_SDK_6_only_in_how_it_words_refusals()
    {
        using var vectors = GoldenFile.Read("wire/tensors.json");
        var differs = vectors.RootElement.GetProperty($"{Ten}_use_torch_1_differs_from_6.7.2");

        Assert.Empty(differs.GetProperty("encode").EnumerateArray());
        Assert.Empty(differs.GetProperty("from_list").EnumerateArray());
        Assert.All(differs.GetProperty("decode").EnumerateObject(), vector =>
        {
            Assert.False(vector.Value.TryGetProperty("decoded", out _), vector.Name);
            var recorded = vectors.RootElement.GetProperty("decode").GetProperty(vector.Name);
            Assert.False(recorded.GetProperty(Six).TryGetProperty("decoded", out _), vector.Name);

            // Bare names are read here, as by SDK 10 without that setting; nothing else is.
            var isReadByTen = recorded.GetProperty(Ten).TryGetProperty("decoded", out _);
            Assert.True(Read(recorded.GetProperty("block").GetRawText(), out _) is null || isReadByTen, vector.Name);
        });
    }

    /// <summary>Such a peer can send and read no tensor at all; here both spellings are read wherever they come from.</summary>
    [Fact]
    public void Without_torch_SDK_10_fails_on_every_tensor()
    {
        using var vectors = GoldenFile.Read("wire/tensors.json");
        var without = vectors.RootElement.GetProperty($"{Ten}_without_torch");

        Assert.All([.. without.GetProperty("encode").EnumerateArray(), .. without.GetProperty("from_list").EnumerateArray()],
            error => Assert.StartsWith("ImportError", error.GetString(), StringComparison.Ordinal));
        Assert.All(without.GetProperty("decode").EnumerateObject(), vector =>
        {
            Assert.Equal("ImportError", vector.Value.GetProperty("model_error").GetString());
            Assert.NotNull(Read(vectors.RootElement.GetProperty("decode").GetProperty(vector.Name).GetProperty("block").GetRawText(), out _));
        });
    }

    private static Tensor? Read(string block, out FormatException? error)
    {
        error = null;
        try
        {
            return TensorCodec.Decode(TensorVectors.ReadBlock(block), TensorLimits.Default);
        }
        catch (FormatException exception)
        {
            error = exception;
            return null;
        }
    }

    private static bool IsOnlyAboutSpelling(ILookup<bool, JsonElement> verdicts) =>
        verdicts[false].All(verdict => verdict.TryGetProperty("model_message", out var message) && message.GetString()!.Contains("not a valid torch type", StringComparison.Ordinal));

    private static void AssertOneOf(string name, Tensor tensor, JsonElement[] readings)
    {
        var matches = readings
            .Select(reading => reading.GetProperty("decoded"))
            .Select(decoded => TensorVectors.ReadTensor(decoded.GetProperty("dtype"), decoded.GetProperty("shape"), decoded.GetProperty("values")))
            .Any(expected => TensorVectors.AreSame(expected, tensor));
        Assert.True(matches, $"{name} is read with other values than recorded.");
    }

    private static string? Buffer(JsonElement vector, JsonElement output)
    {
        var buffer = output.GetProperty("buffer").GetString();
        return buffer == "as " + Six ? vector.GetProperty(Six).GetProperty("output").GetProperty("buffer").GetString() : buffer;
    }
}
