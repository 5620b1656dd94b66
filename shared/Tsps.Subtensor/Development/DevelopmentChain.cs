using System.Buffers.Binary;
using Tsps.Domain;

namespace Tsps.Subtensor.Development;

/// <summary>
/// A real runtime on this machine (Chopsticks), whose storage may be written past all rules and whose blocks are built on demand. A node
/// refuses all of this.
/// </summary>
/// <param name="client">The chain; its endpoint must be such a runtime.</param>
public sealed class DevelopmentChain(SubtensorClient client)
{
    /// <summary>Registrations that an interval and a block take once the limits are lifted.</summary>
    private const ushort ManyRegistrations = 1000;

    /// <summary>Gives accounts a balance, and the nonce 0.</summary>
    public Task FundAsync(IEnumerable<IHotkeySigner> accounts, decimal tao, CancellationToken cancellationToken) =>
        WriteAsync([.. accounts.Select(account => new StorageWrite("System", "Account", AccountInfo(Tao.ToRao(tao)), account.PublicKey.ToArray()))], cancellationToken);

    /// <summary>Lets hotkeys of a subnet set weights, announce axons and register as often as they like.</summary>
    public Task LiftLimitsAsync(ushort netuid, CancellationToken cancellationToken)
    {
        var key = BitConverter.GetBytes(netuid);
        return WriteAsync(
            [
                Rule("WeightsSetRateLimit", BitConverter.GetBytes(0UL)),
                Rule("ServingRateLimit", BitConverter.GetBytes(0UL)),
                Rule("TargetRegistrationsPerInterval", BitConverter.GetBytes(ManyRegistrations)),
                Rule("MaxRegistrationsPerBlock", BitConverter.GetBytes(ManyRegistrations)),
            ],
            cancellationToken);

        StorageWrite Rule(string item, byte[] value) => new(SubtensorCall.Pallet, item, value, key);
    }

    /// <summary>Writes values at once, without a block.</summary>
    /// <exception cref="SubtensorException">The endpoint is no development chain.</exception>
    public async Task WriteAsync(IReadOnlyList<StorageWrite> writes, CancellationToken cancellationToken)
    {
        await using var session = client.Open();
        await session.WriteStorageAsync(writes, cancellationToken);
    }

    /// <summary>Builds blocks, whether anything waits to be in them or not.</summary>
    /// <exception cref="SubtensorException">The endpoint is no development chain.</exception>
    public async Task BuildBlocksAsync(int count, CancellationToken cancellationToken)
    {
        await using var session = client.Open();
        await session.CallDevelopmentAsync("dev_newBlock", [new { count }], cancellationToken);
    }

    /// <summary>nonce, consumers, providers, sufficients: u32; free, reserved, frozen: u64; flags: u128.</summary>
    private static byte[] AccountInfo(ulong free)
    {
        var value = new byte[56];
        BinaryPrimitives.WriteUInt32LittleEndian(value.AsSpan(8), 1);
        BinaryPrimitives.WriteUInt64LittleEndian(value.AsSpan(16), free);
        value[^1] = 0x80;
        return value;
    }
}
