using System.Text.Json;
using Tsps.Bittensor.Keys;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Keys;

[Trait(Categories.Name, Categories.Golden)]
public sealed class Ss58GoldenTests
{
    /// <summary>How SDK 6 decodes when no format is asked for.</summary>
    private static readonly string[] OfSdk6 = ["ss58_decode_any", "keypair_public"];

    [Fact]
    public void Encodes_and_decodes_every_format()
    {
        var publicKey = new byte[Sr25519.PublicKeySize];
        Assert.All(KeyVectors.Items("ss58_encode"), vector =>
        {
            var format = vector.GetProperty("format").GetUInt16();
            Assert.Equal(vector.Text("ss58"), Ss58.Encode(vector.Bytes("public_hex"), format));
            Assert.True(Ss58.TryDecode(vector.Text("ss58"), publicKey, out var decodedFormat));
            Assert.Equal(format, decodedFormat);
            Assert.Equal(vector.Text("public_hex"), Convert.ToHexStringLower(publicKey));
        });
    }

    [Fact]
    public void Decodes_any_format_as_the_stricter_SDK_does()
    {
        Assert.All(KeyVectors.Cases("ss58_decode"), vector =>
        {
            var publicKey = new byte[Sr25519.PublicKeySize];
            var decoded = Ss58.TryDecode(vector.Value.Text("address"), publicKey, out _);
            var strict = vector.Value.GetProperty($"{KeyVectors.Sdk10}_keypair_public");
            AssertSame(strict, decoded, publicKey);
            foreach (var lenient in OfSdk6)
            {
                // SDK 6 takes more: blanks at the end and hex. What both take is the same key, and what SDK 6 refuses nobody takes.
                var verdict = vector.Value.GetProperty(lenient);
                AssertSame(verdict.IsError() || !strict.IsError() ? verdict : strict, decoded, publicKey);
            }
        });
    }

    [Fact]
    public void Decodes_format_42_only_where_asked_for_addresses_of_Bittensor()
    {
        Assert.All(KeyVectors.Cases("ss58_decode"), vector =>
        {
            var address = vector.Value.Text("address");
            var strict = vector.Value.GetProperty($"{KeyVectors.Sdk10}_keypair_public");
            var expected = strict.IsError() ? strict : vector.Value.GetProperty("ss58_decode_42");
            var publicKey = new byte[Sr25519.PublicKeySize];
            AssertSame(expected, Ss58.TryDecode(address, publicKey), publicKey);
            if (expected.IsError())
            {
                Assert.Throws<FormatException>(() => Ss58.Decode(address));
            }
            else
            {
                Assert.Equal(publicKey, Ss58.Decode(address));
            }
        });
    }

    private static void AssertSame(JsonElement expected, bool decoded, byte[] publicKey)
    {
        Assert.Equal(!expected.IsError(), decoded);
        if (decoded)
        {
            Assert.Equal(expected.Text("result"), Convert.ToHexStringLower(publicKey));
        }
    }
}
