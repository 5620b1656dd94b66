using System.Security.Cryptography;
using System.Text;
using Tsps.Bittensor.Synapses;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Synapses;

/// <summary>The recorded computations of body hashes, which show what the one constant hash of the subnet is: the rule applied to no members.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class BodyHashGoldenTests
{
    [Theory]
    [InlineData("wire/requests/variations_672.json")]
    [InlineData("wire/requests/variations_1050.json")]
    public void The_hash_of_no_members_follows_the_rule_of_the_recorded_hashes(string file)
    {
        Assert.SkipUnless(SHA3_256.IsSupported, "This platform has no SHA-3.");
        using var vectors = GoldenFile.Read(file);
        foreach (var vector in vectors.RootElement.GetProperty("cases").EnumerateArray().Where(vector => vector.TryGetProperty("field_texts", out _)))
        {
            string[] hashes = [.. vector.GetProperty("field_texts").EnumerateArray().Select(text => Sha3(text.GetString()!))];

            Assert.Equal(vector.GetProperty("fields_in_order").GetArrayLength(), hashes.Length);
            Assert.Equal(vector.GetProperty("field_hashes").EnumerateArray().Select(hash => hash.GetString()), hashes);
            Assert.Equal(vector.GetProperty("body_hash").GetString(), Sha3(string.Concat(hashes)));
        }

        Assert.Equal(Synapse.EmptyBodyHash, Sha3(string.Concat(Array.Empty<string>())));
    }

    [Theory]
    [InlineData("wire/requests/small_672.json")]
    [InlineData("wire/requests/small_1050.json")]
    public void No_synapse_of_the_subnet_has_hashed_members(string file)
    {
        using var vectors = GoldenFile.Read(file);
        foreach (var hash in vectors.RootElement.GetProperty("requests").EnumerateArray().Select(request => request.GetProperty("body_hash")))
        {
            Assert.Empty(hash.GetProperty("required_hash_fields").EnumerateArray());
            Assert.Equal("", hash.GetProperty("hashed_text").GetString());
            Assert.Equal(Synapse.EmptyBodyHash, hash.GetProperty("result").GetString());
        }
    }

    private static string Sha3(string text) => Convert.ToHexStringLower(SHA3_256.HashData(Encoding.UTF8.GetBytes(text)));
}
