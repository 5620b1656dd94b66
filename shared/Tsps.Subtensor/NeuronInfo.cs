using System.Numerics;
using Tsps.Domain;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor;

/// <summary>All that the chain tells about one neuron of a subnet in its short form.</summary>
/// <param name="Coldkey">The SS58 address of the owner.</param>
/// <param name="IsActive">Whether it set weights within the activity cutoff.</param>
/// <param name="Stake">In TAO; on a dTAO subnet, in the subnet's alpha.</param>
/// <param name="Rank">Shares from 0 to 1, as the others up to <paramref name="Dividends"/>.</param>
/// <param name="Emission">In TAO (alpha) an epoch.</param>
/// <param name="LastUpdate">The block of its last weights, or of its registration.</param>
public sealed record NeuronInfo(
    ushort Uid,
    Hotkey Hotkey,
    string Coldkey,
    bool IsActive,
    decimal Stake,
    double Rank,
    double Trust,
    double Consensus,
    double Incentive,
    double ValidatorTrust,
    double Dividends,
    decimal Emission,
    ulong LastUpdate,
    bool ValidatorPermit,
    AxonInfo Axon)
{
    /// <summary>The neuron as the rest of Tsps knows it.</summary>
    public Neuron ToNeuron() => new(Uid, Hotkey, Stake, ValidatorPermit, Axon.Endpoint);

    internal static NeuronInfo From(ScaleComposite fields) => new(
        fields.UInt16("uid"),
        Ss58.Encode(fields.Bytes("hotkey")),
        Ss58.Encode(fields.Bytes("coldkey")).Address,
        fields.Flag("active"),
        Tao.FromRao(TotalStake(fields)),
        Share(fields, "rank"),
        Share(fields, "trust"),
        Share(fields, "consensus"),
        Share(fields, "incentive"),
        Share(fields, "validator_trust"),
        Share(fields, "dividends"),
        Tao.FromRao(fields.UInt64("emission")),
        fields.UInt64("last_update"),
        fields.Flag("validator_permit"),
        AxonInfo.From(fields.Field("axon_info").AsStructure()));

    /// <summary>One (coldkey, rao) pair a nominator.</summary>
    private static BigInteger TotalStake(ScaleComposite fields) =>
        fields.Field("stake").AsItems().Aggregate(BigInteger.Zero, (sum, pair) => sum + pair.AsItems()[1].AsNumber());

    private static double Share(ScaleComposite fields, string name) => (double)fields.UInt16(name) / ushort.MaxValue;
}
