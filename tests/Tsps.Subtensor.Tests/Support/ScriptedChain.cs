using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Tsps.Subtensor.Tests.Support;

/// <summary>A chain of blocks that a test lays out, behind a web socket.</summary>
internal sealed class ScriptedChain
{
    private readonly Lock _gate = new();
    private readonly List<(string Hash, string Parent, string[] Extrinsics)> _blocks = [];

    public ScriptedChain() => Append("genesis");

    public ulong Finalized { get; set; }

    /// <summary>What <c>state_getRuntimeVersion</c> tells.</summary>
    public uint SpecVersion { get; set; } = 218;

    /// <summary>How often each method was called.</summary>
    public ConcurrentDictionary<string, int> Calls { get; } = new();

    /// <summary>What <c>state_getStorage</c> tells, by key; null for all others.</summary>
    public ConcurrentDictionary<string, string> Storage { get; } = new();

    /// <summary>What <c>state_call</c> tells, by method.</summary>
    public ConcurrentDictionary<string, string> Runtime { get; } = new();

    public ulong Height
    {
        get
        {
            lock (_gate)
            {
                return (ulong)_blocks.Count - 1;
            }
        }
    }

    /// <param name="name">Tells blocks of one height apart.</param>
    public void Append(string name, params string[] extrinsics)
    {
        lock (_gate)
        {
            _blocks.Add((HashOf(name), _blocks.Count == 0 ? HashOf("nothing") : _blocks[^1].Hash, extrinsics));
        }
    }

    /// <summary>Drops the blocks above a height, as when another branch becomes the best.</summary>
    public void RollBack(ulong height)
    {
        lock (_gate)
        {
            _blocks.RemoveRange((int)height + 1, _blocks.Count - (int)height - 1);
        }
    }

    public string HashAt(ulong number)
    {
        lock (_gate)
        {
            return _blocks[(int)number].Hash;
        }
    }

    public Task AnswerAsync(LoopbackCall call)
    {
        Calls.AddOrUpdate(call.Method, 1, (_, count) => count + 1);
        return call.Method switch
        {
            "chain_getBlockHash" => call.AnswerAsync(call.Parameters[0].GetUInt64() <= Height ? $"\"{HashAt(call.Parameters[0].GetUInt64())}\"" : null),
            "chain_getFinalizedHead" => call.AnswerAsync($"\"{HashAt(Finalized)}\""),
            "chain_getHeader" => call.AnswerAsync(Header(call.Parameters is [{ } hash] ? Find(hash.GetString()!) : (int)Height)),
            "chain_getBlock" => call.AnswerAsync(Block(Find(call.Parameters[0].GetString()!))),
            "state_getRuntimeVersion" => call.AnswerAsync($$"""{"specName":"node-subtensor","specVersion":{{SpecVersion}},"transactionVersion":1,"apis":[]}"""),
            "state_getMetadata" => call.AnswerAsync($"\"{Hex.Encode(ChainVectors.MetadataBytes(14))}\""),
            "state_getStorage" => call.AnswerAsync(Storage.TryGetValue(call.Parameters[0].GetString()!, out var value) ? $"\"{value}\"" : null),
            "state_call" when Runtime.TryGetValue(call.Parameters[0].GetString()!, out var answer) => call.AnswerAsync($"\"{answer}\""),
            "system_accountNextIndex" => call.AnswerAsync("0"),
            "author_submitExtrinsic" => IncludeAsync(call),
            _ => call.FailAsync(-32601, $"Method not found: {call.Method}"),
        };
    }

    /// <summary>Every extrinsic is in a block at once.</summary>
    private Task IncludeAsync(LoopbackCall call)
    {
        Append($"block {Height + 1}", call.Parameters[0].GetString()!);
        return call.AnswerAsync("\"0x00\"");
    }

    private int Find(string hash)
    {
        lock (_gate)
        {
            return _blocks.FindIndex(block => block.Hash == hash);
        }
    }

    /// <summary>The extrinsics of the newest block.</summary>
    public IReadOnlyList<string> Newest
    {
        get
        {
            lock (_gate)
            {
                return _blocks[^1].Extrinsics;
            }
        }
    }

    private string Header(int index)
    {
        lock (_gate)
        {
            return $$"""{"parentHash":"{{_blocks[index].Parent}}","number":"0x{{index.ToString("x", CultureInfo.InvariantCulture)}}"}""";
        }
    }

    private string Block(int index)
    {
        lock (_gate)
        {
            return $$$"""{"block":{"header":{{{Header(index)}}},"extrinsics":{{{JsonSerializer.Serialize(_blocks[index].Extrinsics)}}}}}""";
        }
    }

    private static string HashOf(string name) => Hex.Encode(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)));
}
