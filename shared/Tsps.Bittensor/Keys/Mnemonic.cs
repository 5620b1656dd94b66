using System.Security.Cryptography;
using System.Text;

namespace Tsps.Bittensor.Keys;

/// <summary>English BIP-39 phrases, with Substrate's way from a phrase to a key (keys specification, rule 1).</summary>
internal static class Mnemonic
{
    private const int BitsPerWord = 11;
    private const int Rounds = 2048;
    private const int MaxEntropySize = 32;
    private const int SmallestWordCount = 12;

    private static readonly string[] Words = ReadWords();
    private static readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Positions =
        Words.Index().ToDictionary(word => word.Item, word => word.Index, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static ReadOnlySpan<byte> SaltPrefix => "mnemonic"u8;

    /// <summary>A new phrase of 12, 15, 18, 21 or 24 words from the system's random source, the caller's to dispose.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another number of words.</exception>
    public static SecretText Generate(int wordCount)
    {
        if (!IsWordCount(wordCount))
        {
            throw new ArgumentOutOfRangeException(nameof(wordCount), wordCount, "A phrase has 12, 15, 18, 21 or 24 words.");
        }

        Span<byte> entropy = stackalloc byte[EntropySize(wordCount)];
        RandomNumberGenerator.Fill(entropy);
        var phrase = FromEntropy(entropy);
        CryptographicOperations.ZeroMemory(entropy);
        return phrase;
    }

    /// <summary>The phrase of 16, 20, 24, 28 or 32 bytes, the caller's to dispose.</summary>
    public static SecretText FromEntropy(ReadOnlySpan<byte> entropy)
    {
        Span<byte> bits = stackalloc byte[MaxEntropySize + 1];
        entropy.CopyTo(bits);
        bits[entropy.Length] = Checksum(entropy);
        var phrase = new SecretText();
        for (var i = 0; i < entropy.Length * 8 * 33 / 32 / BitsPerWord; i++)
        {
            AppendWord(phrase, Words[ReadBits(bits, i * BitsPerWord)]);
        }

        CryptographicOperations.ZeroMemory(bits);
        return phrase;
    }

    /// <summary>The words with one blank between them, the caller's to dispose.</summary>
    public static SecretText Normalise(ReadOnlySpan<char> phrase)
    {
        var normal = new SecretText();
        while (NextWord(ref phrase) is { IsEmpty: false } word)
        {
            AppendWord(normal, word);
        }

        return normal;
    }

    /// <summary>The bytes that a phrase encodes. White space between and around the words does not matter, upper case does.</summary>
    /// <exception cref="FormatException">It is no phrase; the message says why and repeats none of its words.</exception>
    public static byte[] ToEntropy(ReadOnlySpan<char> phrase)
    {
        var count = CountWords(phrase);
        if (!IsWordCount(count))
        {
            throw new FormatException($"A mnemonic has 12, 15, 18, 21 or 24 words, not {count}.");
        }

        Span<byte> bits = stackalloc byte[MaxEntropySize + 1];
        bits.Clear();
        for (var i = 0; i < count; i++)
        {
            if (!Positions.TryGetValue(NextWord(ref phrase), out var position))
            {
                throw new FormatException($"Word {i + 1} of the mnemonic is not in the English BIP-39 list (all words are lower case).");
            }

            WriteBits(bits, i * BitsPerWord, position);
        }

        var entropy = bits[..EntropySize(count)].ToArray();
        var checksum = bits[entropy.Length];
        CryptographicOperations.ZeroMemory(bits);
        return checksum == Checksum(entropy)
            ? entropy
            : throw new FormatException("The mnemonic's checksum is wrong: a word is mistaken, or two are exchanged.");
    }

    /// <summary>Writes the mini secret of a phrase with a password: the first half of PBKDF2 over the entropy, not over the words.</summary>
    /// <exception cref="FormatException">It is no phrase.</exception>
    public static void ToMiniSecret(ReadOnlySpan<char> phrase, ReadOnlySpan<char> password, Span<byte> miniSecret)
    {
        var entropy = ToEntropy(phrase);
        var salt = new byte[SaltPrefix.Length + Encoding.UTF8.GetByteCount(password)];
        SaltPrefix.CopyTo(salt);
        Encoding.UTF8.GetBytes(password, salt.AsSpan(SaltPrefix.Length));
        Span<byte> seed = stackalloc byte[64];
        Rfc2898DeriveBytes.Pbkdf2(entropy, salt, seed, Rounds, HashAlgorithmName.SHA512);
        seed[..Sr25519.MiniSecretSize].CopyTo(miniSecret);
        CryptographicOperations.ZeroMemory(entropy);
        CryptographicOperations.ZeroMemory(salt);
        CryptographicOperations.ZeroMemory(seed);
    }

    internal static Stream OpenWordList() => typeof(Mnemonic).Assembly.GetManifestResourceStream("Tsps.Bittensor.Keys.english.txt")!;

    private static int CountWords(ReadOnlySpan<char> phrase)
    {
        var count = 0;
        while (!NextWord(ref phrase).IsEmpty)
        {
            count++;
        }

        return count;
    }

    /// <summary>The first word, which is taken off the text; empty when there is none left.</summary>
    private static ReadOnlySpan<char> NextWord(ref ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        var length = 0;
        while (length < text.Length && !char.IsWhiteSpace(text[length]))
        {
            length++;
        }

        var word = text[..length];
        text = text[length..];
        return word;
    }

    private static void AppendWord(SecretText phrase, ReadOnlySpan<char> word)
    {
        if (!phrase.IsEmpty)
        {
            phrase.Append(' ');
        }

        phrase.Append(word);
    }

    private static bool IsWordCount(int count) => count is >= SmallestWordCount and <= 24 && count % 3 == 0;

    private static int EntropySize(int wordCount) => wordCount * 4 / 3;

    /// <summary>The first bits of SHA-256, one for every 32 bits of entropy, at the top of a byte.</summary>
    private static byte Checksum(ReadOnlySpan<byte> entropy)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(entropy, hash);
        var bits = entropy.Length / 4;
        return (byte)(hash[0] & (0xff00 >> bits));
    }

    private static int ReadBits(ReadOnlySpan<byte> bits, int start)
    {
        var value = 0;
        for (var i = start; i < start + BitsPerWord; i++)
        {
            value = (value << 1) | ((bits[i / 8] >> (7 - (i % 8))) & 1);
        }

        return value;
    }

    private static void WriteBits(Span<byte> bits, int start, int value)
    {
        for (var i = 0; i < BitsPerWord; i++)
        {
            var bit = (value >> (BitsPerWord - 1 - i)) & 1;
            bits[(start + i) / 8] |= (byte)(bit << (7 - ((start + i) % 8)));
        }
    }

    private static string[] ReadWords()
    {
        using var reader = new StreamReader(OpenWordList(), Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
