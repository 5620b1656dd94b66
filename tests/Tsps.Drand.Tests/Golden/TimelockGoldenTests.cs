using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Tsps.Drand.Curves;
using Tsps.Drand.Fields;
using Tsps.Drand.Pairings;
using Tsps.Drand.Tests.Support;
using Tsps.Testing;

namespace Tsps.Drand.Tests.Golden;

[Trait(Categories.Name, Categories.Golden)]
public sealed class TimelockGoldenTests
{
    [Fact]
    public void Quicknet_is_the_recorded_chain()
    {
        Assert.Equal(TimelockVectors.Root.Bytes("public_key_g2"), DrandChain.Quicknet.PublicKey.ToArray());
        Assert.Equal(TimelockVectors.Root.GetProperty("genesis_time").GetInt64(), DrandChain.Quicknet.Genesis.ToUnixTimeSeconds());
        Assert.Equal(TimelockVectors.Root.GetProperty("period").GetInt64(), DrandChain.Quicknet.Period.TotalSeconds);
    }

    [Fact]
    public void Recorded_signatures_are_quicknet_s_for_their_round_alone() =>
        Assert.All(TimelockVectors.Items("decrypt"), vector =>
        {
            var signature = vector.Bytes("signature");
            Assert.True(DrandBeacon.Verify(DrandChain.Quicknet, vector.Number("round"), signature));
            Assert.False(DrandBeacon.Verify(DrandChain.Quicknet, vector.Number("round") + 1, signature));
        });

    [Fact]
    public void Opens_every_recorded_ciphertext() =>
        Assert.All(TimelockVectors.Items("decrypt"), vector =>
            Assert.Equal(vector.Bytes("plaintext"), TimelockEncryption.Decrypt(vector.Bytes("ciphertext"), vector.Bytes("signature"))));

    [Fact]
    public void Finds_the_parts_of_every_recorded_ciphertext() =>
        Assert.All(TimelockVectors.Items("decrypt"), vector =>
        {
            var ciphertext = vector.Bytes("ciphertext");
            var parts = vector.GetProperty("intermediates");
            var layout = TimelockLayout.Of(ciphertext);
            Assert.Equal(parts.Bytes("u_g2"), ciphertext[TimelockLayout.U]);
            Assert.Equal(parts.Bytes("v"), ciphertext[TimelockLayout.V]);
            Assert.Equal(parts.Bytes("w"), ciphertext[TimelockLayout.W]);
            Assert.Equal(parts.Bytes("nonce"), ciphertext[layout.Nonce]);
            Assert.Equal(parts.Bytes("body"), ciphertext[(layout.Message.Start.Value - sizeof(ulong))..layout.Nonce.End.Value]);
            Assert.Equal(parts.GetProperty("suite").GetString(), Encoding.ASCII.GetString(ciphertext.AsSpan(layout.Nonce.End.Value + sizeof(ulong))));
            Assert.Equal(vector.Bytes("plaintext").Length, ciphertext[layout.Message].Length);
        });

    [Fact]
    public void Masks_sigma_as_recorded() =>
        Assert.All(TimelockVectors.Items("decrypt"), vector =>
        {
            var parts = vector.GetProperty("intermediates");
            var pairing = Pairing.Of(Bls12381.G1.Decode(vector.Bytes("signature")), Bls12381.G2.Decode(parts.Bytes("u_g2")));
            Assert.Equal(parts.Bytes("h2"), SHA256.HashData(Serialize(pairing)));
            Assert.Equal(parts.Bytes("sigma"), Xor(parts.Bytes("v"), parts.Bytes("h2")));
            Assert.Equal(parts.Bytes("key"), Xor(parts.Bytes("w"), SHA256.HashData(parts.Bytes("sigma"))));
        });

    [Fact]
    public void The_ephemeral_key_is_that_of_sigma_and_key() =>
        Assert.All(TimelockVectors.Items("decrypt"), vector =>
        {
            var parts = vector.GetProperty("intermediates");
            var r = Numbers.Number(SHA256.HashData([.. parts.Bytes("sigma"), .. parts.Bytes("key")])) % Numbers.Order;
            Assert.Equal(Numbers.Number(parts.Bytes("r_be")), r);
            Assert.Equal(parts.GetProperty("u_equals_r_times_g2").GetBoolean(), Bls12381.G2.Generator.Times(r).Encode().AsSpan().SequenceEqual(parts.Bytes("u_g2")));
        });

    /// <summary>Given the random bytes, the ciphertext is determined.</summary>
    [Fact]
    public void Encrypts_to_the_recorded_bytes() =>
        Assert.All(TimelockVectors.Items("encrypt"), vector =>
        {
            using var random = new ScriptedRandom(vector.Bytes("key"), vector.Bytes("sigma"), vector.Bytes("nonce"));
            var ciphertext = TimelockEncryption.Encrypt(DrandChain.Quicknet, vector.Number("round"), vector.Bytes("plaintext"), random);
            Assert.Equal(vector.Bytes("ciphertext"), ciphertext);
        });

    [Fact]
    public void Comes_to_every_recorded_step_of_an_encryption() =>
        Assert.All(TimelockVectors.Items("encrypt"), vector =>
        {
            var identity = DrandBeacon.Identity(vector.Number("round"));
            Assert.Equal(vector.Bytes("q_id_g1"), identity.Encode());

            var r = Numbers.Number(SHA256.HashData([.. vector.Bytes("sigma"), .. vector.Bytes("key")])) % Numbers.Order;
            Assert.Equal(Numbers.Number(vector.Bytes("r_be")), r);
            Assert.Equal(vector.Bytes("u_g2"), Bls12381.G2.Generator.Times(r).Encode());

            var pairing = Numbers.Power(Pairing.Of(identity, Bls12381.G2.Decode(TimelockVectors.Root.Bytes("public_key_g2"))), r);
            Assert.Equal(vector.Bytes("gt_serialized"), Serialize(pairing));
            Assert.Equal(vector.Bytes("h2"), SHA256.HashData(Serialize(pairing)));
            Assert.Equal(vector.Bytes("v"), Xor(vector.Bytes("sigma"), vector.Bytes("h2")));
            Assert.Equal(vector.Bytes("h4_sigma"), SHA256.HashData(vector.Bytes("sigma")));
            Assert.Equal(vector.Bytes("w"), Xor(vector.Bytes("key"), vector.Bytes("h4_sigma")));

            var round = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64BigEndian(round, vector.Number("round"));
            Assert.Equal(vector.Bytes("message_sha256_round_be"), SHA256.HashData(round));

            var ciphertext = vector.Bytes("ciphertext");
            var layout = TimelockLayout.Of(ciphertext);
            Assert.Equal(vector.Bytes("aes_ciphertext_and_tag"), ciphertext[layout.Message.Start..layout.Tag.End]);
        });

    [Fact]
    public void Encrypts_anew_what_the_recorded_signature_opens() =>
        Assert.All(TimelockVectors.Items("decrypt"), vector =>
        {
            using var random = RandomNumberGenerator.Create();
            var message = vector.Bytes("plaintext");
            var ciphertext = TimelockEncryption.Encrypt(DrandChain.Quicknet, vector.Number("round"), message, random);
            Assert.Equal(message, TimelockEncryption.Decrypt(ciphertext, vector.Bytes("signature")));
        });

    [Fact]
    public void Encodes_weights_as_recorded()
    {
        var payloads = TimelockVectors.Items("decrypt").Where(vector => vector.TryGetProperty("hotkey_public", out _)).ToArray();
        Assert.NotEmpty(payloads);
        Assert.All(payloads, vector => Assert.Equal(
            vector.Bytes("plaintext"),
            WeightsPayload.Encode(vector.Bytes("hotkey_public"), vector.Shorts("uids"), vector.Shorts("values"), vector.Number("version_key"))));
    }

    /// <summary>The recording library's envelope is the ciphertext as a SCALE vector, then the round. The chain's call takes them apart.</summary>
    [Fact]
    public void The_library_s_envelope_holds_the_ciphertext_and_its_round() =>
        Assert.All(TimelockVectors.Items("decrypt"), vector =>
        {
            var envelope = vector.Bytes("user_data");
            var ciphertext = vector.Bytes("ciphertext");
            Assert.Equal(ciphertext, envelope[^(ciphertext.Length + sizeof(ulong))..^sizeof(ulong)]);
            Assert.Equal(vector.Number("round"), BinaryPrimitives.ReadUInt64LittleEndian(envelope.AsSpan()[^sizeof(ulong)..]));
        });

    private static byte[] Xor(byte[] left, byte[] right) => [.. left.Zip(right, (one, other) => (byte)(one ^ other))];

    private static byte[] Serialize(in Fp12 value)
    {
        var bytes = new byte[Fp12.Size];
        value.WriteLittleEndian(bytes);
        return bytes;
    }
}
