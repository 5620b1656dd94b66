namespace Tsps.Domain;

/// <summary>A hotkey that can sign with sr25519 (context <c>substrate</c>). The private half never leaves it.</summary>
public interface IHotkeySigner
{
    Hotkey Hotkey { get; }

    /// <summary>The 32 bytes of the compressed Ristretto public key.</summary>
    ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Signs <paramref name="message"/>; 64 bytes, R then s with schnorrkel's marker bit.</summary>
    byte[] Sign(ReadOnlySpan<byte> message);
}
