using System.Text;
using Tsps.Domain;

namespace Tsps.Bittensor.Tests.Dendrite;

/// <summary>Signs with a recorded signature, and tells what it was asked to sign.</summary>
internal sealed class RecordedSigner(string hotkey, string signature) : IHotkeySigner
{
    public Hotkey Hotkey { get; } = new(hotkey);

    public ReadOnlyMemory<byte> PublicKey => default;

    public string? Message { get; private set; }

    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        Message = Encoding.UTF8.GetString(message);
        return Convert.FromHexString(signature.AsSpan(2));
    }
}
