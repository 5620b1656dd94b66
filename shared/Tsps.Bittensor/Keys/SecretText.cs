using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Tsps.Bittensor.Keys;

/// <summary>
/// A mnemonic, a password or the like: characters that are zeroed when they are no longer needed, and never moved in memory before.
/// </summary>
/// <remarks>
/// A string can be neither. Where one is unavoidable it is not this library's: settings and environment variables are strings, and what a terminal
/// or standard input hands over passes through buffers of the system.
/// </remarks>
public sealed class SecretText : IDisposable
{
    private const int FirstCapacity = 256;

    private char[] _chars = New(FirstCapacity);
    private int _length;

    public SecretText()
    {
    }

    /// <summary>A copy, which does not undo that the original is there.</summary>
    public SecretText(ReadOnlySpan<char> text) => Append(text);

    /// <summary>Zeros, and none of them the text, once it is disposed of.</summary>
    public ReadOnlySpan<char> Chars => Memory.Span;

    /// <inheritdoc cref="Chars"/>
    public ReadOnlyMemory<char> Memory => _chars.AsMemory(0, _length);

    public bool IsEmpty => _length == 0;

    public void Append(char character) => Append([character]);

    public void Append(ReadOnlySpan<char> text)
    {
        if (_length + text.Length > _chars.Length)
        {
            var larger = New(Math.Max(2 * _chars.Length, _length + text.Length));
            Chars.CopyTo(larger);
            Zero(_chars);
            _chars = larger;
        }

        text.CopyTo(_chars.AsSpan(_length));
        _length += text.Length;
    }

    /// <summary>Takes the last character back, if there is one.</summary>
    public void RemoveLast()
    {
        if (_length > 0)
        {
            _chars[--_length] = '\0';
        }
    }

    /// <summary>Whether two texts are the same, in a time that does not tell where they differ.</summary>
    public bool Equals(ReadOnlySpan<char> other) => CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(Chars), MemoryMarshal.AsBytes(other));

    public void Dispose()
    {
        Zero(_chars);
        _length = 0;
    }

    /// <summary>Says nothing of the text.</summary>
    public override string ToString() => "(secret)";

    private static char[] New(int capacity) => GC.AllocateArray<char>(capacity, pinned: true);

    private static void Zero(char[] chars) => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(chars.AsSpan()));
}
