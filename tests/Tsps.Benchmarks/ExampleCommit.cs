using Tsps.Drand;

namespace Tsps.Benchmarks;

/// <summary>Weights for 256 neurons, to be revealed by a round that is long past, so that its signature is known.</summary>
internal static class ExampleCommit
{
    public const ulong Round = 1000;

    private const int Neurons = 256;

    /// <summary>What quicknet published for <see cref="Round"/>.</summary>
    public static byte[] Signature { get; } =
        Convert.FromHexString("b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39");

    public static byte[] Payload()
    {
        ushort[] uids = [.. Enumerable.Range(0, Neurons).Select(uid => (ushort)uid)];
        return WeightsPayload.Encode(new byte[32], uids, uids, versionKey: 0);
    }
}
