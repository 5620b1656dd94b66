using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tsps.Bittensor.Keys;

namespace Tsps.Local.Replay;

/// <summary>Hotkeys of a replay's own, the same each time; worth nothing elsewhere.</summary>
internal static class ReplayKeys
{
    /// <param name="replay">What is replayed, such as <c>demo</c>.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="neuron">Whose key, such as <c>miner1</c>.</param>
    internal static Keypair Of(string replay, int seed, string neuron) =>
        Keypair.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"tsps {replay} {seed} {neuron}"))));
}
