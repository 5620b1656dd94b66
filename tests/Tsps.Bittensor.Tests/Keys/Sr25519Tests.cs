using FsCheck.Xunit;
using Tsps.Bittensor.Keys;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Keys;

[Trait(Categories.Name, Categories.Unit)]
public sealed class Sr25519Tests
{
    private static readonly byte[] Seed = [.. Enumerable.Range(1, Sr25519.MiniSecretSize).Select(i => (byte)i)];

    [Property(MaxTest = 50)]
    public bool Verifies_what_it_signed(byte[] message)
    {
        using var keypair = Keypair.FromSeed(Seed);
        return Sr25519.Verify(keypair.PublicKey.Span, message, keypair.Sign(message));
    }

    [Property(MaxTest = 50)]
    public bool Refuses_a_signature_with_any_bit_changed(byte[] message, uint bit)
    {
        using var keypair = Keypair.FromSeed(Seed);
        var signature = keypair.Sign(message);
        bit %= 8 * Sr25519.SignatureSize;
        signature[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        return !Sr25519.Verify(keypair.PublicKey.Span, message, signature);
    }

    [Property(MaxTest = 50)]
    public bool Refuses_a_message_with_a_byte_more(byte[] message, byte more)
    {
        using var keypair = Keypair.FromSeed(Seed);
        return !Sr25519.Verify(keypair.PublicKey.Span, [.. message, more], keypair.Sign(message));
    }

    [Property(MaxTest = 200)]
    public bool Never_throws_for_arbitrary_bytes(byte[] publicKey, byte[] message, byte[] signature) =>
        !Sr25519.Verify(publicKey, message, signature);

    [Fact]
    public void Signs_messages_longer_than_many_blocks()
    {
        using var keypair = Keypair.FromSeed(Seed);
        foreach (var length in new[] { 0, 1, 100, 165, 166, 167, 331, 332, 333, 100_000 })
        {
            var message = new byte[length];
            Assert.True(Sr25519.Verify(keypair.PublicKey.Span, message, keypair.Sign(message)), $"{length} bytes");
        }
    }

    [Fact]
    public void Signs_the_same_message_differently_each_time()
    {
        using var keypair = Keypair.FromSeed(Seed);
        Assert.NotEqual(keypair.Sign("message"u8), keypair.Sign("message"u8));
    }

    [Fact]
    public async Task Signs_and_verifies_on_many_threads_with_one_key()
    {
        using var keypair = Keypair.FromSeed(Seed);
        var publicKey = keypair.PublicKey;
        var signatures = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => keypair.Sign([(byte)i]))));
        Assert.All(signatures.Index(), item => Assert.True(Sr25519.Verify(publicKey.Span, [(byte)item.Index], item.Item)));
    }

    [Fact]
    public void Refuses_a_signature_whose_s_is_the_group_order()
    {
        var signature = new byte[Sr25519.SignatureSize];
        Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").CopyTo(signature, 32);
        Assert.False(Sr25519.IsCanonicalScalar(signature.AsSpan(32)));
        signature[32]--;
        Assert.True(Sr25519.IsCanonicalScalar(signature.AsSpan(32)));
        signature[32]++;
        signature[^1] |= 0x80;
        using var keypair = Keypair.FromSeed(Seed);
        Assert.False(Sr25519.Verify(keypair.PublicKey.Span, "message"u8, signature));
    }

    /// <summary>For the identity as public key, s = r verifies under the bare equation whatever the message.</summary>
    [Fact]
    public void Refuses_the_public_key_that_anyone_can_sign_for()
    {
        var forged = new byte[Sr25519.SignatureSize];
        var one = new byte[Sr25519.ScalarSize];
        one[0] = 1;
        Assert.Equal(0, Sodium.ScalarMultBase(forged.AsSpan(0, Sr25519.PublicKeySize), one));
        one.CopyTo(forged, Sr25519.PublicKeySize);
        forged[^1] |= 0x80;
        Assert.False(Sr25519.Verify(new byte[Sr25519.PublicKeySize], "message"u8, forged));
    }

    [Fact]
    public void Refuses_a_public_key_that_is_no_point()
    {
        using var keypair = Keypair.FromSeed(Seed);
        var signature = keypair.Sign("message"u8);
        Assert.False(Sr25519.Verify([.. Enumerable.Repeat((byte)0xff, Sr25519.PublicKeySize)], "message"u8, signature));
        Assert.False(Sr25519.Verify(keypair.PublicKey.Span[..31], "message"u8, signature));
    }
}
