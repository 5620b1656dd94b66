using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Extrinsics;

[Trait(Categories.Name, Categories.Unit)]
public class SignedExtensionTests
{
    private static readonly byte[] Genesis = new byte[32];

    [Fact]
    public void Passes_over_an_unknown_extension_that_is_empty()
    {
        var runtime = Runtime(4, "CheckShieldedTxValidity", "()", "()");
        var extensions = SignedExtensions.Compose(runtime, 5, 0, Mortality.Immortal(Genesis));
        Assert.Equal([5 << 2], extensions.Extra);
        Assert.Empty(extensions.Additional);
    }

    [Theory]
    [InlineData("u8", "()")]
    [InlineData("()", "[u8; 32]")]
    public void Refuses_by_name_an_unknown_extension_that_is_not_empty(string extra, string additional)
    {
        var runtime = Runtime(4, "ProofOfHumour", extra, additional);
        var exception = Assert.Throws<SubtensorException>(() => SignedExtensions.Compose(runtime, 0, 0, Mortality.Immortal(Genesis)));
        Assert.Contains("ProofOfHumour", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_to_sign_for_another_version_of_extrinsics()
    {
        var runtime = Runtime(5, "Nothing", "()", "()");
        using var signer = DevelopmentKeys.Of("Alice");
        var exception = Assert.Throws<SubtensorException>(() => SignedExtrinsic.Create(runtime, [0, 0], signer, 0, 0, Mortality.Immortal(Genesis)));
        Assert.Contains("version 5", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Signs_the_hash_of_the_birth_block_of_a_quantized_era()
    {
        var era = Mortality.EraFor(8192, 1_234_567);
        var mortality = Mortality.Mortal(era, 1_234_567, Genesis);
        Assert.Equal(1_234_566UL, era.EraStart(1_234_567));
        Assert.Equal(1_234_566UL + 8192, mortality.DeathBlock);
    }

    private static ChainRuntime Runtime(byte extrinsicVersion, string name, string extra, string additional)
    {
        var types = new TypeRegistryBuilder();
        SignedExtension[] extensions =
        [
            new("CheckNonce", types.Find("Compact<u32>"), types.Find("()")),
            new(name, types.Find(extra), types.Find(additional)),
        ];
        var metadata = new RuntimeMetadata(15, types.Build(), [], extrinsicVersion, extensions, new Dictionary<string, RuntimeApiMethod>());
        return new ChainRuntime(Genesis, "test", 1, 1, metadata);
    }
}
