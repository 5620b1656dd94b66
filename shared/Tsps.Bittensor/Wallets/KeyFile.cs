using System.Security.Cryptography;
using System.Text;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Wallets.Encryption;
using Tsps.Domain;

namespace Tsps.Bittensor.Wallets;

/// <summary>What a key file of either SDK generation holds (keys specification, "files on disk").</summary>
/// <param name="Address">The key's address, be it a hotkey or a coldkey.</param>
/// <param name="Keypair">The key that signs, the caller's to dispose; null where the file holds an address only.</param>
/// <param name="Warnings">Sentences about contradictions in the file, without secrets.</param>
public sealed record KeyFile(Hotkey Address, Keypair? Keypair, IReadOnlyList<string> Warnings)
{
    /// <summary>Whether a file is encrypted with a password, in any of the ways that bittensor has used.</summary>
    /// <exception cref="KeyFileException">It is missing or unreadable.</exception>
    public static bool IsEncrypted(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var text = ReadBytes(path);
        var isEncrypted = EncryptedKeyFile.Is(text);
        CryptographicOperations.ZeroMemory(text);
        return isEncrypted;
    }

    /// <summary>Reads a file. Blocks for its few hundred bytes, and for seconds where it is encrypted, so that a signer can be made where a program is put together.</summary>
    /// <param name="password">Of an encrypted file; empty where there is none, and not looked at for others.</param>
    /// <exception cref="KeyFileException">It is missing, unreadable, holds no key, or is encrypted and the password is missing or wrong.</exception>
    public static KeyFile Read(string path, ReadOnlySpan<char> password = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(ReadBytes(path), path, password);
    }

    /// <summary>
    /// Takes the key of a key file's text: from <c>secretSeed</c>, else <c>secretPhrase</c>, else <c>privateKey</c>, else <c>ss58Address</c> (which cannot sign).
    /// </summary>
    /// <param name="text">The JSON object that btcli writes. A file's is better read by <see cref="Read"/>: nobody can zero a string.</param>
    /// <param name="source">Where the text is from, for messages: a path, or the name of a setting.</param>
    /// <param name="password">Of an encrypted text; not looked at for others.</param>
    /// <exception cref="KeyFileException">It holds no key, or is encrypted and the password is missing or wrong.</exception>
    public static KeyFile Parse(string text, string source, ReadOnlySpan<char> password = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(Encoding.UTF8.GetBytes(text), source, password);
    }

    private static KeyFile Parse(byte[] text, string source, ReadOnlySpan<char> password)
    {
        var plain = text;
        try
        {
            plain = EncryptedKeyFile.Is(text) ? Decrypt(text, password) : text;
            return KeyFileParser.Parse(plain);
        }
        catch (FormatException exception)
        {
            throw new KeyFileException($"The key file {source} cannot be used: {exception.Message}", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static byte[] Decrypt(ReadOnlySpan<byte> text, ReadOnlySpan<char> password) =>
        password.IsEmpty ? throw new FormatException("it is encrypted, and no password was given.") : EncryptedKeyFile.Decrypt(text, password);

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KeyFileException($"There is no key file {path}.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The key file {path} cannot be read: {exception.Message}", exception);
        }
    }
}
