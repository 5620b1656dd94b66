using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Tests.Support;

/// <summary>The recorded runtime with what the main network's has and it lacks: mechanisms, timelocked commitments, the last epoch's block, a version of commit-reveal.</summary>
internal static class NewerRuntime
{
    public const uint SpecVersion = 425;

    private const string Pallet = "SubtensorModule";

    public static ChainRuntime Create(byte[] genesis) => new(genesis, "node-subtensor", SpecVersion, 1, Metadata());

    public static RuntimeMetadata Metadata()
    {
        var old = ChainVectors.Metadata;
        var module = old.Pallet(Pallet);
        var (u16, u64) = (FieldOf(old, "set_weights", "netuid"), FieldOf(old, "set_weights", "version_key"));
        var types = Copy(old.Types);
        var calls = types[module.CallType!.Value];
        TypeField[] commit = [new("commit", FieldOf(old, "register", "work")), new("reveal_round", u64), new("commit_reveal_version", u16)];
        var netuid = new TypeField("netuid", u16);
        var mechanism = new TypeField("mecid", Wrap(types, "MechId", FieldOf(old, "serve_axon", "protocol")));
        types[module.CallType.Value] = calls with
        {
            Definition = new VariantType(
            [
                .. ((VariantType)calls.Definition).Variants,
                new TypeVariant("commit_timelocked_weights", 113, [netuid, .. commit]),
                new TypeVariant("commit_timelocked_mechanism_weights", 118, [netuid, mechanism, .. commit]),
                new TypeVariant("set_mechanism_weights", 119, [netuid, mechanism, .. old.FindCall(Pallet, "set_weights")!.Fields.Skip(1)]),
            ]),
        };
        var storage = new Dictionary<string, StorageEntry>(module.Storage)
        {
            ["LastEpochBlock"] = new(Pallet, "LastEpochBlock", false, [StorageHasher.Identity], [u16], u64, new byte[8]),
            ["PendingEpochAt"] = new(Pallet, "PendingEpochAt", false, [StorageHasher.Identity], [u16], u64, new byte[8]),
            ["CommitRevealWeightsVersion"] = new(Pallet, "CommitRevealWeightsVersion", false, [], [], u16, BitConverter.GetBytes((ushort)4)),
        };
        PalletMetadata[] pallets = [.. old.Pallets.Select(pallet => pallet.Name == Pallet ? module with { Storage = storage } : pallet)];
        return new RuntimeMetadata(old.Version, new TypeRegistry(types), pallets, old.ExtrinsicVersion, old.SignedExtensions, old.Apis);
    }

    /// <summary>A type of its own around another, as the main network has them for small numbers.</summary>
    private static uint Wrap(Dictionary<uint, RegisteredType> types, string name, uint inner)
    {
        var id = (uint)types.Count;
        types.Add(id, new RegisteredType(name, new CompositeType([new TypeField("", inner)])));
        return id;
    }

    private static uint FieldOf(RuntimeMetadata metadata, string call, string field) =>
        metadata.FindCall(Pallet, call)!.Fields.First(candidate => candidate.Name == field).Type;

    private static Dictionary<uint, RegisteredType> Copy(TypeRegistry types)
    {
        var copy = new Dictionary<uint, RegisteredType>();
        try
        {
            for (var id = 0U; ; id++)
            {
                copy.Add(id, types[id]);
            }
        }
        catch (ScaleException)
        {
            // The registry numbers its types without gaps: this was the end.
            return copy;
        }
    }
}
