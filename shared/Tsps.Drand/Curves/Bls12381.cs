using Tsps.Drand.Fields;

namespace Tsps.Drand.Curves;

/// <summary>
/// The groups of the pairing-friendly curve BLS12-381, with the generators that everyone uses
/// (draft-irtf-cfrg-pairing-friendly-curves, section 4.2.1).
/// </summary>
internal static class Bls12381
{
    /// <summary>The absolute value of x, a negative number from which p, the groups' order x⁴ − x² + 1 and all else follow.</summary>
    public const ulong X = 0xd201000000010000;

    /// <summary>Points of y² = x³ + 4 over <see cref="Fp"/>.</summary>
    public static Group<Fp> G1 { get; } = new(
        "G1",
        Fp.FromNumber(4),
        new(
            Fp.FromHex("17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb"),
            Fp.FromHex("08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1")));

    /// <summary>Points of y² = x³ + 4(1 + u) over <see cref="Fp2"/>.</summary>
    public static Group<Fp2> G2 { get; } = new(
        "G2",
        (Fp2.One * Fp.FromNumber(4)).TimesXi(),
        new(
            new(
                Fp.FromHex("024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"),
                Fp.FromHex("13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e")),
            new(
                Fp.FromHex("0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801"),
                Fp.FromHex("0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be"))));

    /// <summary>The number of elements of either group, a prime; the most significant byte first.</summary>
    public static ReadOnlySpan<byte> Order =>
    [
        0x73, 0xed, 0xa7, 0x53, 0x29, 0x9d, 0x7d, 0x48, 0x33, 0x39, 0xd8, 0x08, 0x09, 0xa1, 0xd8, 0x05,
        0x53, 0xbd, 0xa4, 0x02, 0xff, 0xfe, 0x5b, 0xfe, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x01,
    ];
}
