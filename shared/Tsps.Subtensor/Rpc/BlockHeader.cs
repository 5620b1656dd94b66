namespace Tsps.Subtensor.Rpc;

/// <summary>What <c>chain_getHeader</c> answers, as far as we need it.</summary>
internal sealed class BlockHeader
{
    public string ParentHash { get; set; } = "";

    /// <summary>Hex, of any width.</summary>
    public string Number { get; set; } = "";
}

/// <summary>What <c>chain_getBlock</c> answers, as far as we need it.</summary>
internal sealed class SignedBlock
{
    public BlockBody? Block { get; set; }
}

internal sealed class BlockBody
{
    public BlockHeader? Header { get; set; }

    /// <summary>Hex, each with its length in front.</summary>
    public string[]? Extrinsics { get; set; }
}

/// <summary>One element of what <c>state_queryStorageAt</c> answers: keys with their values, null for absent ones.</summary>
internal sealed class StorageChanges
{
    public string?[][] Changes { get; set; } = [];
}
