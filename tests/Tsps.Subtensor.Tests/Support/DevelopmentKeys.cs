using Tsps.Bittensor.Keys;

namespace Tsps.Subtensor.Tests.Support;

/// <summary>Keys derived from the development phrase that everybody knows.</summary>
internal static class DevelopmentKeys
{
    private const string Phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

    public static Keypair Of(string name) => Keypair.FromSecretUri($"{Phrase}//{name}");
}
