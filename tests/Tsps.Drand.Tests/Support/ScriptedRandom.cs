using System.Security.Cryptography;

namespace Tsps.Drand.Tests.Support;

/// <summary>Draws what it was told to, in order.</summary>
internal sealed class ScriptedRandom(params byte[][] draws) : RandomNumberGenerator
{
    private readonly Queue<byte[]> _draws = new(draws);

    public override void GetBytes(byte[] data) => GetBytes(data.AsSpan());

    public override void GetBytes(Span<byte> data)
    {
        var draw = _draws.Dequeue();
        Assert.Equal(draw.Length, data.Length);
        draw.CopyTo(data);
    }
}
