using System.Text.Json.Serialization;

namespace Tsps.Bittensor.Wallets;

/// <summary>The members of a key file that are read, in any order; each may be missing or null, and others are passed over.</summary>
internal sealed class KeyFileMembers
{
    public string? SecretSeed { get; init; }

    public string? SecretPhrase { get; init; }

    public string? PrivateKey { get; init; }

    public string? Ss58Address { get; init; }

    /// <summary>1 is sr25519, which a file of SDK 6 does not say.</summary>
    public int? CryptoType { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeyFileMembers))]
internal sealed partial class KeyFileJson : JsonSerializerContext;
