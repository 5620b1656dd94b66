using System.Security.Cryptography;
using System.Text;
using Tsps.Bittensor.Keys;
using Tsps.Domain;

namespace Tsps.Bittensor.Wallets;

/// <summary>What an unencrypted key file of either SDK generation holds (keys specification, "files on disk").</summary>
/// <param name="Address">The key's address, be it a hotkey or a coldkey.</param>
/// <param name="Keypair">The key that signs, the caller's to dispose; null where the file holds an address only.</param>
/// <param name="Warnings">Sentences about contradictions in the file, without secrets.</param>
public sealed record KeyFile(Hotkey Address, Keypair? Keypair, IReadOnlyList<string> Warnings)
{
    /// <summary>Reads a file. Blocks for its few hundred bytes, so that a signer can be made where a program is put together.</summary>
    /// <exception cref="KeyFileException">It is missing, unreadable, encrypted, or holds no key.</exception>
    public static KeyFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(ReadBytes(path), path);
    }

    /// <summary>
    /// Takes the key of a key file's text: from <c>secretSeed</c>, else <c>secretPhrase</c>, else <c>privateKey</c>, else <c>ss58Address</c> (which cannot sign).
    /// </summary>
    /// <param name="text">The JSON object that btcli writes.</param>
    /// <param name="source">Where the text is from, for messages: a path, or the name of a setting.</param>
    /// <exception cref="KeyFileException">It is encrypted or holds no key.</exception>
    public static KeyFile Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(Encoding.UTF8.GetBytes(text), source);
    }

    private static KeyFile Parse(byte[] text, string source)
    {
        try
        {
            return KeyFileParser.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new KeyFileException($"The key file {source} cannot be used: {exception.Message}", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

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
