using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Tsps.Drand.Tests.Support;
using Tsps.Testing;

namespace Tsps.Drand.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class DrandBeaconTests
{
    private static readonly OwnChain Own = new(123_456_789);

    [Property(MaxTest = 20)]
    public bool A_signature_is_the_chain_s_for_its_round_alone(ulong round)
    {
        var signature = Own.Sign(round);
        return DrandBeacon.Verify(Own.Chain, round, signature)
            && !DrandBeacon.Verify(Own.Chain, round ^ 1, signature)
            && !DrandBeacon.Verify(DrandChain.Quicknet, round, signature);
    }

    [Property(MaxTest = 50)]
    public Property A_signature_with_any_bit_changed_is_none() =>
        Prop.ForAll(Gen.Choose(0, (8 * DrandBeacon.SignatureSize) - 1).ToArbitrary(), bit =>
        {
            var signature = Own.Sign(1);
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            return !DrandBeacon.Verify(Own.Chain, 1, signature);
        });

    [Property(MaxTest = 50)]
    public bool Arbitrary_bytes_are_no_signature_and_never_throw(byte[] bytes) => !DrandBeacon.Verify(Own.Chain, 1, bytes);
}
