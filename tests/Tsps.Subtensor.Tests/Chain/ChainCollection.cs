namespace Tsps.Subtensor.Tests.Chain;

/// <summary>Tests on the real runtime run one after another on one chain: some of them change its rules for a moment.</summary>
[CollectionDefinition(Name)]
public sealed class ChainCollection : ICollectionFixture<ChainFixture>
{
    public const string Name = "chain";
}
