using System.Globalization;
using System.Text.Json;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Bittensor.Tests.Tensors;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Synapses;

/// <summary>Python's texts and the reference's hashes: <c>wire/commitments.json</c>, <c>scoring/repr.json</c>, <c>scoring/hash.json</c>.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class CommitmentGoldenTests
{
    private static readonly Hotkey AnyHotkey = new("5FBPdHAZSRm4BZ4pWSGw4KiuWMje4pAjKRZc4rnx2sMUP8iM");

    [Theory]
    [InlineData("wire/commitments.json", "double_texts", "bits_hex", "python_text")]
    [InlineData("scoring/repr.json", "doubles", "bits", "repr")]
    public void Doubles_are_printed_as_Python_prints_them_and_read_back(string file, string list, string bitsMember, string textMember)
    {
        using var vectors = GoldenFile.Read(file);
        foreach (var vector in vectors.RootElement.GetProperty(list).EnumerateArray())
        {
            var value = FromBits(vector.GetProperty(bitsMember));
            var text = vector.GetProperty(textMember).GetString();

            Assert.Equal(text, PythonFloat.Format(value));
            Assert.True(PythonFloat.TryParse(text, out var parsed));
            Assert.True(double.IsNaN(value) ? double.IsNaN(parsed) : BitConverter.DoubleToInt64Bits(value) == BitConverter.DoubleToInt64Bits(parsed), text);
        }
    }

    [Fact]
    public void Floats_are_widened_before_they_are_printed()
    {
        using var vectors = GoldenFile.Read("scoring/repr.json");
        foreach (var vector in vectors.RootElement.GetProperty("float32").EnumerateArray())
        {
            var value = BitConverter.UInt32BitsToSingle(uint.Parse(vector.GetProperty("float32_bits").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

            Assert.Equal(vector.GetProperty("tolist_text").GetString(), Commitment.TextOf(Tensor.Of([value])));
        }
    }

    [Fact]
    public void Commitments_to_lists_are_those_of_the_reference()
    {
        using var vectors = GoldenFile.Read("wire/commitments.json");
        foreach (var vector in vectors.RootElement.GetProperty("commitments").EnumerateArray())
        {
            var hotkey = vector.GetProperty("hotkey").GetString()!;
            var text = vector.GetProperty("text").GetString()!;
            var hash = vector.GetProperty("hash").GetString();

            Assert.Equal(hash, Commitment.Hash(hotkey, text));
            if (text.StartsWith("[[", StringComparison.Ordinal) || IsOfIntegersOrTruths(vector))
            {
                continue;
            }

            var closes = vector.GetProperty("values").AsDoubles();
            Assert.Equal(text, Commitment.TextOf(closes));
            Assert.Equal(hash, Commitment.Of(new Hotkey(hotkey), closes));
        }
    }

    [Fact]
    public void Commitments_to_tensors_are_those_of_the_reference()
    {
        using var vectors = GoldenFile.Read("scoring/hash.json");
        foreach (var vector in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            var tensor = ReadTensor(vector);

            Assert.Equal(vector.GetProperty("list_text").GetString(), Commitment.TextOf(tensor));
            Assert.Equal(vector.GetProperty("sha256_hex").GetString(), Commitment.Of(new Hotkey(vector.GetProperty("hotkey").GetString()!), tensor));
        }
    }

    [Fact]
    public void Any_hotkey_and_text_are_hashed_with_a_hyphen_between()
    {
        using var vectors = GoldenFile.Read("scoring/hash.json");
        foreach (var vector in vectors.RootElement.GetProperty("raw_strings").EnumerateArray())
        {
            var hash = Commitment.Hash(vector.GetProperty("hotkey").GetString()!, vector.GetProperty("second_argument").GetString()!);

            Assert.Equal(vector.GetProperty("sha256_hex").GetString(), hash);
        }
    }

    /// <summary>The miner hashes its list, the validator the tensor that comes with the answer.</summary>
    [Fact]
    public void A_miners_commitment_holds_where_its_list_survives_the_tensor()
    {
        using var vectors = GoldenFile.Read("scoring/hash.json");
        foreach (var vector in vectors.RootElement.GetProperty("miner_list_versus_tensor_round_trip").EnumerateArray())
        {
            var minerText = vector.GetProperty("miner_text").GetString()!;
            using var values = JsonDocument.Parse(minerText.Replace("True", "true", StringComparison.Ordinal).Replace("False", "false", StringComparison.Ordinal));
            var shape = JsonSerializer.SerializeToElement(ShapeOf(values.RootElement));
            var tensor = TensorVectors.ReadTensor(vector.GetProperty("tensor_dtype"), shape, values.RootElement);
            var carried = TensorCodec.Decode(TensorCodec.Encode(tensor, TensorDtypeSpelling.Torch), TensorLimits.Default);

            Assert.Equal(vector.GetProperty("validator_text").GetString(), Commitment.TextOf(carried));
            Assert.Equal(vector.GetProperty("accepted").GetBoolean(), Commitment.Hash(AnyHotkey.Address, minerText) == Commitment.Of(AnyHotkey, carried));
        }
    }

    [Fact]
    public void Numbers_are_printed_as_those_of_Python_and_not_as_NumPy_2_prints_its_own()
    {
        using var vectors = GoldenFile.Read("scoring/hash.json");
        var texts = vectors.RootElement.GetProperty("numpy_2_texts");
        var doubles = texts.GetProperty("values").AsDoubles();
        var (ofDoubles, ofFloats) = (Commitment.TextOf(doubles), Commitment.TextOf(Tensor.Of(Array.ConvertAll(doubles, value => (float)value), [doubles.Length])));

        Assert.Equal(texts.GetProperty("tolist_of_float64").GetString(), ofDoubles);
        Assert.Equal(texts.GetProperty("tolist_of_float32").GetString(), ofFloats);
        Assert.NotEqual(texts.GetProperty("list_of_float64_scalars").GetString(), ofDoubles);
        Assert.NotEqual(texts.GetProperty("list_of_float32_scalars").GetString(), ofFloats);
    }

    private static int[] ShapeOf(JsonElement values) => values.ValueKind == JsonValueKind.Array ? [values.GetArrayLength(), .. ShapeOf(values[0])] : [];

    private static bool IsOfIntegersOrTruths(JsonElement vector) => vector.GetProperty("values").EnumerateArray().Any(value =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False || (value.ValueKind == JsonValueKind.Number && !value.GetRawText().AsSpan().ContainsAny('.', 'e')));

    private static Tensor ReadTensor(JsonElement vector)
    {
        var dtype = TensorVectors.Dtype(vector.GetProperty("dtype").GetString()!);
        int[] shape = [.. vector.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())];
        if (vector.GetProperty("integers") is { ValueKind: JsonValueKind.Array } integers)
        {
            return Tensor.Of(integers.EnumerateArray().Select(value => value.GetInt64()).ToArray(), shape);
        }

        var doubles = Tensor.Of(vector.GetProperty("element_bits").EnumerateArray().Select(FromBits).ToArray(), shape);
        var block = TensorCodec.Encode(doubles, TensorDtypeSpelling.Bare);
        return TensorCodec.Decode(new TensorBlock(block.Buffer, dtype, block.Spelling, block.Shape), TensorLimits.Default);
    }

    private static double FromBits(JsonElement hex) =>
        BitConverter.UInt64BitsToDouble(ulong.Parse(hex.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
