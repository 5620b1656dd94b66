using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Tsps.Miner;

/// <summary>
/// Memory for Kestrel in blocks of 64 kB. It reads a request block by block, and in its own blocks of 4 kB a body with samples
/// takes a hundred reads, which cost more than all that the axon does with it. A connection that waits for a request holds no block.
/// </summary>
public sealed class LargeBlockPools : IMemoryPoolFactory<byte>
{
    private const int BlockSize = 64 << 10;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    private sealed class Pool : MemoryPool<byte>
    {
        public override int MaxBufferSize => Shared.MaxBufferSize;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => Shared.Rent(Math.Max(minBufferSize, BlockSize));

        protected override void Dispose(bool disposing)
        {
            // The memory is the process's, not this pool's.
        }
    }
}
