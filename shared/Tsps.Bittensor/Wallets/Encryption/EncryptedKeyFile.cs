using System.Security.Cryptography;

namespace Tsps.Bittensor.Wallets.Encryption;

/// <summary>
/// Key files that are encrypted with a password, in the three ways that bittensor has used: <c>$NACL</c> today, Ansible Vault and Fernet before.
/// The file's first bytes tell which. Every refusal is a <see cref="FormatException"/> whose message holds no secret.
/// </summary>
internal static class EncryptedKeyFile
{
    public static bool Is(ReadOnlySpan<byte> text) => NaclKeyFile.Is(text) || AnsibleVaultKeyFile.Is(text) || FernetKeyFile.Is(text);

    /// <summary>The bytes of a file with this text, which are zeroed, encrypted as SDKs do today; where the password is empty, the text itself.</summary>
    public static byte[] EncryptIf(ReadOnlySpan<char> password, byte[] plain)
    {
        if (password.IsEmpty)
        {
            return plain;
        }

        using var secret = new SecretBytes(password);
        var file = NaclKeyFile.Encrypt(plain, secret.Span);
        CryptographicOperations.ZeroMemory(plain);
        return file;
    }

    /// <summary>The text that was encrypted, the caller's to zero. Takes seconds, as it is meant to.</summary>
    /// <exception cref="FormatException">The password is wrong, or the file is damaged.</exception>
    public static byte[] Decrypt(ReadOnlySpan<byte> text, ReadOnlySpan<char> password)
    {
        using var secret = new SecretBytes(password);
        var plain = NaclKeyFile.Is(text) ? NaclKeyFile.Decrypt(text, secret.Span)
            : AnsibleVaultKeyFile.Is(text) ? AnsibleVaultKeyFile.Decrypt(text, secret.Span)
            : FernetKeyFile.Decrypt(text, secret.Span);
        return plain ?? throw new FormatException("it cannot be decrypted: the password is wrong, or the file is damaged.");
    }
}
