using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Metadata;

/// <summary>What a runtime says of itself: types, pallets, the parts of an extrinsic and, from version 15 on, its APIs.</summary>
internal sealed class RuntimeMetadata
{
    private readonly Dictionary<string, PalletMetadata> _byName;
    private readonly Dictionary<byte, PalletMetadata> _byIndex;

    public RuntimeMetadata(
        byte version,
        TypeRegistry types,
        IReadOnlyList<PalletMetadata> pallets,
        byte extrinsicVersion,
        IReadOnlyList<SignedExtension> signedExtensions,
        IReadOnlyDictionary<string, RuntimeApiMethod> apis)
    {
        Version = version;
        Types = types;
        Pallets = pallets;
        ExtrinsicVersion = extrinsicVersion;
        SignedExtensions = signedExtensions;
        Apis = apis;
        _byName = pallets.ToDictionary(pallet => pallet.Name);
        _byIndex = pallets.ToDictionary(pallet => pallet.Index);
    }

    public byte Version { get; }

    public TypeRegistry Types { get; }

    public IReadOnlyList<PalletMetadata> Pallets { get; }

    public byte ExtrinsicVersion { get; }

    public IReadOnlyList<SignedExtension> SignedExtensions { get; }

    /// <summary>By name as <c>state_call</c> wants it; empty when the metadata is of version 14, which lists none.</summary>
    public IReadOnlyDictionary<string, RuntimeApiMethod> Apis { get; }

    public PalletMetadata Pallet(string name) =>
        _byName.GetValueOrDefault(name) ?? throw new SubtensorException($"The chain's runtime has no pallet {name}. Is the endpoint a Subtensor node?");

    public PalletMetadata Pallet(byte index) =>
        _byIndex.GetValueOrDefault(index) ?? throw new ScaleException($"The chain's runtime has no pallet of index {index}.");

    /// <summary>Runtimes come and go with storage items: one that is missing is no error.</summary>
    public StorageEntry? FindStorage(string pallet, string item) =>
        _byName.GetValueOrDefault(pallet)?.Storage.GetValueOrDefault(item);

    public TypeVariant? FindCall(string pallet, string call) => FindVariants(_byName.GetValueOrDefault(pallet)?.CallType)?.Find(call);

    public TypeVariant? FindEvent(byte pallet, byte index) => FindVariants(Pallet(pallet).EventType)?.Find(index);

    public TypeVariant? FindError(byte pallet, byte index) => FindVariants(_byIndex.GetValueOrDefault(pallet)?.ErrorType)?.Find(index);

    private VariantType? FindVariants(uint? type) => type is { } id ? Types[id].Definition as VariantType : null;
}
