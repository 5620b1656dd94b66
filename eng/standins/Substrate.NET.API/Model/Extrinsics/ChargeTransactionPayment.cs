namespace Substrate.NetApi.Model.Extrinsics;

/// <summary>A tip in the chain's own coin, compact.</summary>
public class ChargeTransactionPayment : ChargeType
{
    private CompactInteger _tip;

    public ChargeTransactionPayment(CompactInteger tip) => _tip = tip;

    public static ChargeTransactionPayment Default() => new(0);

    public override byte[] Encode() => _tip.Encode();

    public override void Decode(byte[] byteArray, ref int p) => _tip = CompactInteger.Decode(byteArray, ref p);
}
