using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Tsps.Bittensor.Keys;

/// <summary>A path such as <c>//hard/soft///password</c> (keys specification, rule 4).</summary>
/// <param name="Junctions">The steps, outermost first.</param>
/// <param name="Password">What follows <c>///</c>; null without one.</param>
internal sealed record DerivationPath(IReadOnlyList<Junction> Junctions, string? Password)
{
    /// <summary>Whatever follows a phrase: nothing, or a text that begins with a slash.</summary>
    /// <exception cref="FormatException">A step has no name, or the text does not begin with a slash.</exception>
    public static DerivationPath Parse(string path)
    {
        var passwordAt = path.IndexOf("///", StringComparison.Ordinal);
        var steps = passwordAt < 0 ? path : path[..passwordAt];
        var password = passwordAt < 0 ? null : path[(passwordAt + 3)..];
        var junctions = new List<Junction>();
        var at = 0;
        while (at < steps.Length)
        {
            at += Slash(steps, at) ? 1 : throw Malformed();
            var isHard = Slash(steps, at);
            at += isHard ? 1 : 0;
            var end = steps.IndexOf('/', at) is var next and >= 0 ? next : steps.Length;
            junctions.Add(end > at ? new Junction(isHard, steps[at..end]) : throw Malformed());
            at = end;
        }

        return new DerivationPath(junctions, password);
    }

    private static bool Slash(string text, int at) => at < text.Length && text[at] == '/';

    private static FormatException Malformed() =>
        new("A derivation path is made of steps //hard or /soft that have a name each, and may end in ///password.");
}

/// <summary>One step of a <see cref="DerivationPath"/>.</summary>
internal sealed record Junction(bool IsHard, string Name)
{
    public const int ChainCodeSize = 32;

    /// <summary>Writes the 32 bytes that stand for the name: a number's 8 bytes, or the SCALE text, padded with zeros; a longer text is hashed.</summary>
    public void WriteChainCode(Span<byte> chainCode)
    {
        chainCode.Clear();
        if (ulong.TryParse(Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(chainCode, number);
            return;
        }

        var encoded = EncodeText(Name);
        if (encoded.Length <= ChainCodeSize)
        {
            encoded.CopyTo(chainCode);
        }
        else
        {
            Sodium.Blake2b(chainCode, encoded);
        }
    }

    /// <summary>SCALE: the compact length, then UTF-8.</summary>
    private static byte[] EncodeText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length switch
        {
            < 1 << 6 => [(byte)(bytes.Length << 2), .. bytes],
            < 1 << 14 => [(byte)((bytes.Length << 2) | 1), (byte)(bytes.Length >> 6), .. bytes],
            _ => throw new FormatException("The name of a derivation step has at most 16383 bytes."),
        };
    }
}
