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
    private static readonly Dictionary<string, int> Positions = Words.Index().ToDictionary(word => word.Item, word => word.Index, StringComparer.Ordinal);

    /// <summary>A new phrase of 12, 15, 18, 21 or 24 words from the system's random source.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another number of words.</exception>
    public static string Generate(int wordCount)
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

    /// <summary>The phrase of 16, 20, 24, 28 or 32 bytes.</summary>
    public static string FromEntropy(ReadOnlySpan<byte> entropy)
    {
        Span<byte> bits = stackalloc byte[MaxEntropySize + 1];
        entropy.CopyTo(bits);
        bits[entropy.Length] = Checksum(entropy);
        var words = new string[entropy.Length * 8 * 33 / 32 / BitsPerWord];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = Words[ReadBits(bits, i * BitsPerWord)];
        }

        CryptographicOperations.ZeroMemory(bits);
        return string.Join(' ', words);
    }

    /// <summary>The words with one blank between them.</summary>
    public static string Normalise(string phrase) => string.Join(' ', Split(phrase));

    /// <summary>The bytes that a phrase encodes. White space between and around the words does not matter, upper case does.</summary>
    /// <exception cref="FormatException">It is no phrase; the message says why and repeats none of its words.</exception>
    public static byte[] ToEntropy(string phrase)
    {
        var words = Split(phrase);
        if (!IsWordCount(words.Length))
        {
            throw new FormatException($"A mnemonic has 12, 15, 18, 21 or 24 words, not {words.Length}.");
        }

        Span<byte> bits = stackalloc byte[MaxEntropySize + 1];
        bits.Clear();
        for (var i = 0; i < words.Length; i++)
        {
            if (!Positions.TryGetValue(words[i], out var position))
            {
                throw new FormatException($"Word {i + 1} of the mnemonic is not in the English BIP-39 list (all words are lower case).");
            }

            WriteBits(bits, i * BitsPerWord, position);
        }

        var entropy = bits[..EntropySize(words.Length)].ToArray();
        var checksum = bits[entropy.Length];
        CryptographicOperations.ZeroMemory(bits);
        return checksum == Checksum(entropy)
            ? entropy
            : throw new FormatException("The mnemonic's checksum is wrong: a word is mistaken, or two are exchanged.");
    }

    /// <summary>Writes the mini secret of a phrase with a password: the first half of PBKDF2 over the entropy, not over the words.</summary>
    /// <exception cref="FormatException">It is no phrase.</exception>
    public static void ToMiniSecret(string phrase, string password, Span<byte> miniSecret)
    {
        var entropy = ToEntropy(phrase);
        var salt = Encoding.UTF8.GetBytes("mnemonic" + password);
        Span<byte> seed = stackalloc byte[64];
        Rfc2898DeriveBytes.Pbkdf2(entropy, salt, seed, Rounds, HashAlgorithmName.SHA512);
        seed[..Sr25519.MiniSecretSize].CopyTo(miniSecret);
        CryptographicOperations.ZeroMemory(entropy);
        CryptographicOperations.ZeroMemory(salt);
        CryptographicOperations.ZeroMemory(seed);
    }

    internal static Stream OpenWordList() => typeof(Mnemonic).Assembly.GetManifestResourceStream("Tsps.Bittensor.Keys.english.txt")!;

    private static string[] Split(string phrase) => phrase.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

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
