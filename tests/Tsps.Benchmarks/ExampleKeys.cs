using Tsps.Bittensor.Keys;

namespace Tsps.Benchmarks;

/// <summary>Hotkeys that own nothing.</summary>
internal static class ExampleKeys
{
    public static Keypair Validator() => Of(1);

    public static Keypair Miner() => Of(2);

    private static Keypair Of(byte number)
    {
        var seed = new byte[32];
        seed[0] = number;
        return Keypair.FromSeed(seed);
    }
}
