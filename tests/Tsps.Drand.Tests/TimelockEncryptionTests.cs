using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Tsps.Drand.Tests.Support;
using Tsps.Testing;

namespace Tsps.Drand.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class TimelockEncryptionTests : IDisposable
{
    private const ulong Round = 1000;

    private static readonly OwnChain Own = new(987_654_321);
    private static readonly byte[] Signature = Own.Sign(Round);

    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();

    [Property(MaxTest = 20)]
    public bool Its_round_s_signature_opens_a_message(ulong round, byte[] message) =>
        TimelockEncryption.Decrypt(TimelockEncryption.Encrypt(Own.Chain, round, message, _random), Own.Sign(round)).SequenceEqual(message);

    [Fact]
    public void The_same_message_is_never_encrypted_alike()
    {
        var (first, second) = (Encrypt("message"u8), Encrypt("message"u8));
        Assert.NotEqual(first, second);
        Assert.NotEqual(first[TimelockLayout.U], second[TimelockLayout.U]);
    }

    [Fact]
    public void The_longest_message_fills_a_commit_and_a_longer_one_is_refused()
    {
        var message = new byte[TimelockEncryption.MaximumMessageSize];
        var ciphertext = Encrypt(message);
        Assert.Equal(TimelockEncryption.MaximumSize, ciphertext.Length);
        Assert.Equal(message, TimelockEncryption.Decrypt(ciphertext, Signature));

        Refusal.Expect<ArgumentException>($"at most {message.Length} bytes", () => Encrypt([.. message, 0]));
    }

    [Fact]
    public void The_signature_of_another_round_or_chain_does_not_open_it()
    {
        var ciphertext = Encrypt("message"u8);
        byte[][] others = [Own.Sign(Round + 1), new OwnChain(5).Sign(Round)];
        Assert.All(others, signature =>
            Refusal.Expect<TimelockException>("another round or chain", () => TimelockEncryption.Decrypt(ciphertext, signature)));
    }

    [Fact]
    public void What_is_no_signature_is_refused_as_such()
    {
        var ciphertext = Encrypt("message"u8);
        Refusal.Expect<PointFormatException>("The G1 point has 0 bytes", () => TimelockEncryption.Decrypt(ciphertext, []));
        Refusal.Expect<PointFormatException>("compressed", () => TimelockEncryption.Decrypt(ciphertext, new byte[DrandBeacon.SignatureSize]));
    }

    [Property(MaxTest = 100)]
    public Property A_ciphertext_with_any_bit_changed_is_refused()
    {
        var ciphertext = Encrypt("message"u8);
        return Prop.ForAll(Gen.Choose(0, (8 * ciphertext.Length) - 1).ToArbitrary(), bit =>
        {
            var changed = (byte[])ciphertext.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEmpty(Assert.Throws<TimelockException>(() => TimelockEncryption.Decrypt(changed, Signature)).Message);
        });
    }

    [Fact]
    public void Each_part_that_is_wrong_is_named()
    {
        var ciphertext = Encrypt("message"u8);
        var layout = TimelockLayout.Of(ciphertext);
        AssertRefused(ciphertext[..(TimelockLayout.Overhead - 1)], "even that of an empty message");
        AssertRefused(ciphertext[1..], "are stated");
        AssertRefused([.. ciphertext, 0], "are stated");
        AssertRefused(Changed(TimelockLayout.U.End.Value), "the V has 32 bytes");
        AssertRefused(Changed(ciphertext.Length - 1), "another suite");
        AssertRefused(Changed(0), "does not begin with an ephemeral key");
        AssertRefused(Changed(TimelockLayout.V.Start.Value), "does not open the ciphertext");
        AssertRefused(Changed(TimelockLayout.W.Start.Value), "does not open the ciphertext");
        AssertRefused(Changed(layout.Message.Start.Value), "AES part");
        AssertRefused(Changed(layout.Tag.Start.Value), "AES part");
        AssertRefused(Changed(layout.Nonce.Start.Value), "AES part");

        // The highest bit: of a point it says that it is compressed.
        byte[] Changed(int index)
        {
            var changed = (byte[])ciphertext.Clone();
            changed[index] ^= 0x80;
            return changed;
        }
    }

    [Property(MaxTest = 200)]
    public Property Arbitrary_bytes_are_refused()
    {
        var lengths = Gen.Choose(0, 2 * TimelockLayout.Overhead);
        return Prop.ForAll((from length in lengths from bytes in Elements.Bytes(length) select bytes).ToArbitrary(), bytes =>
            Assert.Throws<TimelockException>(() => TimelockEncryption.Decrypt(bytes, Signature)));
    }

    [Fact]
    public async Task Encrypts_on_many_threads_at_once()
    {
        var ciphertexts = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Encrypt([(byte)i]))));
        Assert.All(ciphertexts.Index(), item => Assert.Equal([(byte)item.Index], TimelockEncryption.Decrypt(item.Item, Signature)));
    }

    public void Dispose() => _random.Dispose();

    private static void AssertRefused(byte[] ciphertext, string message) =>
        Refusal.Expect<TimelockException>(message, () => TimelockEncryption.Decrypt(ciphertext, Signature));

    private byte[] Encrypt(ReadOnlySpan<byte> message) => TimelockEncryption.Encrypt(Own.Chain, Round, message, _random);
}
