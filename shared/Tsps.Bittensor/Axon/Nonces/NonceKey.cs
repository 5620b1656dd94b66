using System.Security.Cryptography;
using System.Text;
using Tsps.Domain;

namespace Tsps.Bittensor.Axon.Nonces;

/// <summary>Whose nonces are ordered among themselves: one process of one hotkey, on all paths (wire specification, section 4, nonce rules).</summary>
public readonly record struct NonceKey
{
    private const int MaxUuidLength = 128;

    /// <param name="uuid">The caller's process, as it names itself; null counts as the text <c>None</c>.</param>
    public NonceKey(Hotkey hotkey, string? uuid)
    {
        Hotkey = hotkey;
        Uuid = uuid switch
        {
            null => "None",
            { Length: <= MaxUuidLength } => uuid,
            _ => "sha256-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(uuid))),
        };
    }

    public Hotkey Hotkey { get; }

    /// <summary>At most 128 characters of any kind: a store whose keys allow fewer characters must encode it. A longer text stands as its hash.</summary>
    public string Uuid { get; }

    public override string ToString() => $"{Hotkey}:{Uuid}";
}
