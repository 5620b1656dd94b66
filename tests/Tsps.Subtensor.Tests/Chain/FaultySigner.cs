using Tsps.Domain;

namespace Tsps.Subtensor.Tests.Chain;

/// <summary>Signs something else than it is asked to.</summary>
internal sealed class FaultySigner(IHotkeySigner signer) : IHotkeySigner
{
    public Hotkey Hotkey => signer.Hotkey;

    public ReadOnlyMemory<byte> PublicKey => signer.PublicKey;

    public byte[] Sign(ReadOnlySpan<byte> message) => signer.Sign([.. message, 0]);
}
