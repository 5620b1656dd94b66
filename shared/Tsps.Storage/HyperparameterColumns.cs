using Azure.Data.Tables;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>A subnet's rules as columns of a row.</summary>
internal static class HyperparameterColumns
{
    public static void Write(TableEntity row, SubnetHyperparameters rules)
    {
        row["Tempo"] = (int)rules.Tempo;
        row["ImmunityPeriod"] = (int)rules.ImmunityPeriod;
        row["MinAllowedWeights"] = (int)rules.MinAllowedWeights;
        row["MaxWeightsLimit"] = (int)rules.MaxWeightsLimit;
        row["WeightsVersion"] = Signed(rules.WeightsVersion);
        row["WeightsRateLimit"] = Signed(rules.WeightsRateLimit);
        row["ServingRateLimit"] = Signed(rules.ServingRateLimit);
        row["ActivityCutoff"] = Signed(rules.ActivityCutoff);
        row["RegistrationAllowed"] = rules.RegistrationAllowed;
        row["CommitRevealEnabled"] = rules.CommitRevealEnabled;
        row["CommitRevealInterval"] = Signed(rules.CommitRevealInterval);
        row["MaxValidators"] = (int)rules.MaxValidators;
    }

    /// <summary>Null where none were written.</summary>
    public static SubnetHyperparameters? Find(TableEntity row) => row.GetInt32("Tempo") is not { } tempo
        ? null
        : new SubnetHyperparameters(
            (ushort)tempo,
            Small(row, "ImmunityPeriod"),
            Small(row, "MinAllowedWeights"),
            Small(row, "MaxWeightsLimit"),
            Large(row, "WeightsVersion"),
            Large(row, "WeightsRateLimit"),
            Large(row, "ServingRateLimit"),
            Large(row, "ActivityCutoff"),
            row.GetBoolean("RegistrationAllowed")!.Value,
            row.GetBoolean("CommitRevealEnabled")!.Value,
            Large(row, "CommitRevealInterval"),
            Small(row, "MaxValidators"));

    // Tables have signed numbers only; a rule may be 2^64 - 1, which switches something off.
    private static long Signed(ulong number) => unchecked((long)number);

    private static ulong Large(TableEntity row, string column) => unchecked((ulong)row.GetInt64(column)!.Value);

    private static ushort Small(TableEntity row, string column) => (ushort)row.GetInt32(column)!.Value;
}
