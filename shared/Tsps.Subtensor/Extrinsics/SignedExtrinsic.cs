using System.Numerics;
using Substrate.NetApi;
using Tsps.Domain;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Extrinsics;

/// <summary>A signed extrinsic, ready to be sent.</summary>
/// <param name="Bytes">With its length in front.</param>
/// <param name="DeathBlock">The first block that cannot contain it; null when it never expires.</param>
internal sealed record SignedExtrinsic(byte[] Bytes, ulong Nonce, ulong? DeathBlock)
{
    public const int SignatureLength = 64;

    private const byte Version = 4;
    private const byte SignedFlag = 0x80;
    private const byte AccountIdAddress = 0;
    private const byte Sr25519Signature = 1;
    private const int LongestPlainPayload = 256;

    /// <summary>BLAKE2b-256 of the bytes: the name under which nodes speak of it.</summary>
    public string Hash => Hex.Encode(HashExtension.Blake2(Bytes, 256));

    /// <exception cref="SubtensorException">The runtime wants extrinsics of another form.</exception>
    public static SignedExtrinsic Create(ChainRuntime runtime, byte[] call, IHotkeySigner signer, ulong nonce, BigInteger tip, Mortality mortality)
    {
        if (runtime.Metadata.ExtrinsicVersion != Version)
        {
            throw new SubtensorException($"The chain's runtime wants extrinsics of version {runtime.Metadata.ExtrinsicVersion}; this version of Tsps signs version {Version}.");
        }

        var extensions = SignedExtensions.Compose(runtime, nonce, tip, mortality);
        var signature = signer.Sign(SigningMessage(call, extensions));
        return new SignedExtrinsic(Assemble(signer.PublicKey.Span, signature, extensions, call), nonce, mortality.DeathBlock);
    }

    /// <summary>What is signed: the payload, or its hash when it is long.</summary>
    internal static byte[] SigningMessage(byte[] call, SignedExtensions extensions)
    {
        byte[] payload = [.. call, .. extensions.Extra, .. extensions.Additional];
        return payload.Length > LongestPlainPayload ? HashExtension.Blake2(payload, 256) : payload;
    }

    internal static byte[] Assemble(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> signature, SignedExtensions extensions, ReadOnlySpan<byte> call)
    {
        byte[] body = [Version | SignedFlag, AccountIdAddress, .. publicKey, Sr25519Signature, .. signature, .. extensions.Extra, .. call];
        var writer = new ScaleWriter();
        writer.WriteCompact(body.Length);
        writer.WriteBytes(body);
        return writer.ToArray();
    }
}
