using System.Text.Json;
using Tsps.Bittensor.Keys;

namespace Tsps.Bittensor.Wallets;

/// <summary>The members of a key file that are read, in any order; each may be missing or null, and others are passed over.</summary>
internal sealed class KeyFileMembers : IDisposable
{
    public SecretText? SecretSeed { get; private set; }

    public SecretText? SecretPhrase { get; private set; }

    public SecretText? PrivateKey { get; private set; }

    public string? Ss58Address { get; private set; }

    /// <summary>1 is sr25519, which a file of SDK 6 does not say.</summary>
    public int? CryptoType { get; private set; }

    /// <exception cref="JsonException">The text is no JSON object, or a member has another type.</exception>
    public static KeyFileMembers Read(ReadOnlySpan<byte> text)
    {
        var members = new KeyFileMembers();
        try
        {
            members.ReadObject(text);
            return members;
        }
        catch (InvalidOperationException)
        {
            members.Dispose();
            throw new JsonException();
        }
        catch
        {
            members.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        SecretSeed?.Dispose();
        SecretPhrase?.Dispose();
        PrivateKey?.Dispose();
    }

    private void ReadObject(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember(ref reader);
        }

        while (reader.Read())
        {
        }
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("secretSeed"u8))
        {
            SecretSeed = ReadSecret(ref reader, SecretSeed);
        }
        else if (reader.ValueTextEquals("secretPhrase"u8))
        {
            SecretPhrase = ReadSecret(ref reader, SecretPhrase);
        }
        else if (reader.ValueTextEquals("privateKey"u8))
        {
            PrivateKey = ReadSecret(ref reader, PrivateKey);
        }
        else if (reader.ValueTextEquals("ss58Address"u8))
        {
            reader.Read();
            Ss58Address = reader.GetString();
        }
        else if (reader.ValueTextEquals("cryptoType"u8))
        {
            reader.Read();
            CryptoType = reader.TokenType == JsonTokenType.Null ? null : reader.TryGetInt32(out var type) ? type : throw new JsonException();
        }
        else
        {
            reader.Skip();
        }
    }

    /// <param name="earlier">What the member was before: of repeated ones the last counts.</param>
    private static SecretText? ReadSecret(ref Utf8JsonReader reader, SecretText? earlier)
    {
        earlier?.Dispose();
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        // No text has more characters than bytes.
        var chars = GC.AllocateArray<char>(reader.ValueSpan.Length, pinned: true);
        try
        {
            return new SecretText(chars.AsSpan(0, reader.CopyString(chars)));
        }
        finally
        {
            Array.Clear(chars);
        }
    }
}
