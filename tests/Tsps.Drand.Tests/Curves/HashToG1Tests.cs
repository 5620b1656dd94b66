using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Tsps.Drand.Curves;
using Tsps.Drand.Fields;
using Tsps.Drand.Tests.Support;
using Tsps.Testing;

namespace Tsps.Drand.Tests.Curves;

[Trait(Categories.Name, Categories.Unit)]
public sealed class HashToG1Tests
{
    /// <summary>RFC 9380, section J.9.1: message, P.x and P.y.</summary>
    public static TheoryData<string, string, string> Rfc9380 { get; } = new()
    {
        {
            "",
            "052926add2207b76ca4fa57a8734416c8dc95e24501772c814278700eed6d1e4e8cf62d9c09db0fac349612b759e79a1",
            "08ba738453bfed09cb546dbb0783dbb3a5f1f566ed67bb6be0e8c67e2e81a4cc68ee29813bb7994998f3eae0c9c6a265"
        },
        {
            "abc",
            "03567bc5ef9c690c2ab2ecdf6a96ef1c139cc0b2f284dca0a9a7943388a49a3aee664ba5379a7655d3c68900be2f6903",
            "0b9c15f3fe6e5cf4211f346271d7b01c8f3b28be689c8429c85b67af215533311f0b8dfaaa154fa6b88176c229f2885d"
        },
        {
            "abcdef0123456789",
            "11e0b079dea29a68f0383ee94fed1b940995272407e3bb916bbf268c263ddd57a6a27200a784cbc248e84f357ce82d98",
            "03a87ae2caf14e8ee52e51fa2ed8eefe80f02457004ba4d486d6aa1f517c0889501dc7413753f9599b099ebcbbd2d709"
        },
        {
            "q128_" + new string('q', 128),
            "15f68eaa693b95ccb85215dc65fa81038d69629f70aeee0d0f677cf22285e7bf58d7cb86eefe8f2e9bc3f8cb84fac488",
            "1807a1d50c29f430b8cafc4f8638dfeeadf51211e1602a5f184443076715f91bb90a48ba1e370edce6ae1062f5e6dd38"
        },
        {
            "a512_" + new string('a', 512),
            "082aabae8b7dedb0e78aeb619ad3bfd9277a2f77ba7fad20ef6aabdc6c31d19ba5a6d12283553294c1825c4b3ca2dcfe",
            "05b84ae5a942248eea39e1d91030458c40153f3b654ab7872d779ad1e942856a20c438e8d99bc8abfbf74729ce1f7ac8"
        },
    };

    [Theory]
    [MemberData(nameof(Rfc9380))]
    public void Hashes_as_the_RFC_does(string message, string x, string y)
    {
        var point = HashToG1.Hash(Encoding.ASCII.GetBytes(message), "QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_RO_"u8);
        Assert.Equal(new AffinePoint<Fp>(Fp.FromHex(x), Fp.FromHex(y)), point);
    }

    [Property(MaxTest = 50)]
    public bool A_hash_is_in_the_group(byte[] message) =>
        HashToG1.Hash(message, "TAG"u8).Multiply(Bls12381.Order).IsInfinity;

    [Property(MaxTest = 50)]
    public bool Another_tag_leads_elsewhere(byte[] message) =>
        !HashToG1.Hash(message, "TAG"u8).Equals(HashToG1.Hash(message, "TAG2"u8));

    [Property]
    public Property Every_element_is_mapped_onto_both_curves() =>
        Prop.ForAll(Elements.Fps.ToArbitrary(), AssertOnBothCurves);

    /// <summary>Those for which the map would divide by zero: 0, and the roots of −1/11.</summary>
    [Fact]
    public void Elements_that_need_a_rule_of_their_own_have_one()
    {
        var eleven = Fp.FromNumber(11);
        Assert.True((-eleven.Invert()).TrySquareRoot(out var root));
        Assert.All([Fp.Zero, root, -root], u =>
        {
            Assert.Equal(SimplifiedSwu.B, SimplifiedSwu.Map(u).X * eleven * SimplifiedSwu.A);
            AssertOnBothCurves(u);
        });
    }

    [Fact]
    public void Refuses_a_tag_or_an_output_that_is_too_long()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => HashToG1.Hash([], new byte[256]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExpandMessage.Fill(new byte[(255 * 32) + 1], [], "TAG"u8));
        ExpandMessage.Fill(new byte[255 * 32], [], new byte[255]);
    }

    private static void AssertOnBothCurves(Fp u)
    {
        var point = SimplifiedSwu.Map(u);
        Assert.Equal(((point.X.Square() + SimplifiedSwu.A) * point.X) + SimplifiedSwu.B, point.Y.Square());
        var mapped = Isogeny.Map(point);
        Assert.Equal(Bls12381.G1.SquareOfY(mapped.X), mapped.Y.Square());
    }
}
