using System.Numerics;
using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Scale;
using U32 = Substrate.NetApi.Model.Types.Primitive.U32;

namespace Tsps.Subtensor.Extrinsics;

/// <summary>
/// What the runtime's signed extensions put into an extrinsic (extra) and into what is signed only (additional),
/// in the order of the metadata (chain specification, section 4).
/// </summary>
internal sealed record SignedExtensions(byte[] Extra, byte[] Additional)
{
    /// <exception cref="SubtensorException">The runtime has an extension that is not empty and that we do not know.</exception>
    public static SignedExtensions Compose(ChainRuntime runtime, ulong nonce, BigInteger tip, Mortality mortality)
    {
        var (extra, additional) = (new ScaleWriter(), new ScaleWriter());
        foreach (var extension in runtime.Metadata.SignedExtensions)
        {
            switch (extension.Identifier)
            {
                case "CheckSpecVersion":
                    additional.Write(new U32(runtime.SpecVersion));
                    break;
                case "CheckTxVersion":
                    additional.Write(new U32(runtime.TransactionVersion));
                    break;
                case "CheckGenesis":
                    additional.WriteBytes(runtime.GenesisHash.Span);
                    break;
                case "CheckMortality":
                    extra.Write(mortality.Era);
                    additional.WriteBytes(mortality.BirthHash.Span);
                    break;
                case "CheckNonce":
                    extra.WriteCompact(nonce);
                    break;
                case "ChargeTransactionPayment":
                    extra.WriteCompact(tip);
                    break;
                case "CheckMetadataHash":
                    // Mode 0: we sign without a hash of the metadata.
                    extra.WriteByte(0);
                    additional.WriteByte(0);
                    break;
                default:
                    RefuseUnlessEmpty(runtime.Metadata.Types, extension);
                    break;
            }
        }

        return new SignedExtensions(extra.ToArray(), additional.ToArray());
    }

    private static void RefuseUnlessEmpty(TypeRegistry types, SignedExtension extension)
    {
        if (!types.IsEmpty(extension.ExtraType) || !types.IsEmpty(extension.AdditionalType))
        {
            throw new SubtensorException(
                $"The chain's runtime wants the signed extension {extension.Identifier}, which this version of Tsps does not know, so nothing was signed. Update Tsps.");
        }
    }
}
