using Tsps.Bittensor.Keys;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Keys;

[Trait(Categories.Name, Categories.Unit)]
public sealed class MerlinTranscriptTests
{
    /// <summary>The published example that implementations of merlin check themselves against.</summary>
    [Fact]
    public void Gives_the_published_challenge()
    {
        Span<byte> memory = stackalloc byte[MerlinTranscript.MemorySize];
        Span<byte> challenge = stackalloc byte[32];
        var transcript = new MerlinTranscript(memory, "test protocol"u8);
        transcript.Append("some label"u8, "some data"u8);
        transcript.Challenge("challenge"u8, challenge);
        Assert.Equal("d5a21972d0d5fe320c0d263fac7fffb8145aa640af6e9bca177c03c7efcf0615", Convert.ToHexStringLower(challenge));
    }

    [Fact]
    public void Does_not_depend_on_where_its_memory_lies()
    {
        Span<byte> memory = stackalloc byte[MerlinTranscript.MemorySize + 16];
        var expected = ChallengeAfter(memory[..MerlinTranscript.MemorySize]);
        for (var offset = 1; offset <= 16; offset++)
        {
            Assert.Equal(expected, ChallengeAfter(memory.Slice(offset, MerlinTranscript.MemorySize)));
        }
    }

    [Fact]
    public void Gives_a_fresh_witness_every_time_and_stays_as_it_was()
    {
        Span<byte> memory = stackalloc byte[MerlinTranscript.MemorySize];
        Span<byte> first = stackalloc byte[64];
        Span<byte> second = stackalloc byte[64];
        Span<byte> challenge = stackalloc byte[32];
        Span<byte> expected = stackalloc byte[32];
        new MerlinTranscript(memory, "witnessed"u8).Challenge("challenge"u8, expected);

        var transcript = new MerlinTranscript(memory, "witnessed"u8);
        transcript.Witness("witness"u8, "secret"u8, first);
        transcript.Witness("witness"u8, "secret"u8, second);
        transcript.Challenge("challenge"u8, challenge);
        Assert.False(first.SequenceEqual(second));
        Assert.True(challenge.SequenceEqual(expected));
    }

    private static byte[] ChallengeAfter(Span<byte> memory)
    {
        var challenge = new byte[500];
        var transcript = new MerlinTranscript(memory, "a protocol"u8);
        transcript.Append("long"u8, new byte[1000]);
        transcript.Challenge("challenge"u8, challenge);
        return challenge;
    }
}
