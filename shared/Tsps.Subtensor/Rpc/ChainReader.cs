using System.Collections.Concurrent;
using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.RuntimeApi;
using Tsps.Subtensor.Scale;
using Tsps.Subtensor.Storage;
using RuntimeVersion = Substrate.NetApi.Model.Rpc.RuntimeVersion;

namespace Tsps.Subtensor.Rpc;

/// <summary>The chain's JSON-RPC in the chain's own terms: blocks, runtimes, storage, runtime calls (chain specification, sections 2, 3 and 5).</summary>
/// <param name="runtimes">Metadata is large: one copy for each version of each chain is kept.</param>
internal sealed class ChainReader(NodeLink link, ConcurrentDictionary<(string Genesis, uint SpecVersion), ChainRuntime> runtimes)
{
    private const uint MetadataVersion = 15;

    public Uri Endpoint => link.Endpoint;

    public Task<BlockReference> ReadFinalizedAsync(CancellationToken cancellationToken) => link.RepeatAsync(
        "chain_getFinalizedHead",
        async () =>
        {
            var hash = await link.CallOnceAsync<string?, string>("chain_getFinalizedHead", [], Answer.Hash, cancellationToken);
            return new BlockReference(await link.CallOnceAsync<BlockHeader?, ulong>("chain_getHeader", [hash], Answer.Number, cancellationToken), hash);
        },
        cancellationToken);

    public Task<ulong> ReadHeadNumberAsync(CancellationToken cancellationToken) =>
        link.CallAsync<BlockHeader?, ulong>("chain_getHeader", [], Answer.Number, cancellationToken);

    /// <summary>The hash of the best chain's block of that number; null when there is none yet.</summary>
    public Task<string?> ReadBlockHashAsync(ulong number, CancellationToken cancellationToken) =>
        link.CallAsync<string?, string?>("chain_getBlockHash", [number], Answer.OptionalHash, cancellationToken);

    /// <summary>A block's parent and extrinsics, hex; null when the node does not have it.</summary>
    public Task<(string ParentHash, string[] Extrinsics)?> ReadBlockAsync(string hash, CancellationToken cancellationToken) =>
        link.CallAsync<SignedBlock?, (string, string[])?>("chain_getBlock", [hash], Answer.Block, cancellationToken);

    public async Task<ChainRuntime> ReadRuntimeAsync(string blockHash, CancellationToken cancellationToken)
    {
        var version = await link.CallAsync<RuntimeVersion?, RuntimeVersion>("state_getRuntimeVersion", [blockHash], Answer.Required, cancellationToken);
        var genesis = link.GenesisHash;
        if (runtimes.TryGetValue((genesis, version.SpecVersion), out var known))
        {
            return known;
        }

        var metadata = await ReadMetadataAsync(blockHash, cancellationToken);
        var runtime = new ChainRuntime(Hex.Decode(genesis), version.SpecName, version.SpecVersion, version.TransactionVersion, metadata);
        return runtimes.GetOrAdd((genesis, version.SpecVersion), runtime);
    }

    /// <summary>The value of a storage item, or the default of an absent key; null when this runtime has no such item.</summary>
    public async Task<ScaleValue?> FindStorageAsync(
        ChainRuntime runtime,
        string blockHash,
        string pallet,
        string item,
        IReadOnlyList<ScaleValue> parameters,
        CancellationToken cancellationToken)
    {
        if (runtime.Metadata.FindStorage(pallet, item) is not { } entry)
        {
            return null;
        }

        var key = StorageKey.Create(runtime.Metadata.Types, entry, parameters);
        return await link.CallAsync<string?, ScaleValue>(
            "state_getStorage",
            [Hex.Encode(key), blockHash],
            answer => StorageValue.Decode(runtime.Metadata.Types, entry, Answer.OptionalBytes(answer)),
            cancellationToken);
    }

    /// <exception cref="SubtensorException">This runtime has no such item.</exception>
    public async Task<ScaleValue> ReadStorageAsync(
        ChainRuntime runtime,
        string blockHash,
        string pallet,
        string item,
        IReadOnlyList<ScaleValue> parameters,
        CancellationToken cancellationToken) =>
        await FindStorageAsync(runtime, blockHash, pallet, item, parameters, cancellationToken)
            ?? throw new SubtensorException($"The chain's runtime {runtime.SpecVersion} keeps no {pallet}.{item}.");

    /// <summary>The result of a runtime method; <see cref="ScaleNone"/> when there is none.</summary>
    public async Task<ScaleValue> CallRuntimeAsync(
        ChainRuntime runtime,
        string blockHash,
        string method,
        IReadOnlyList<ScaleValue> arguments,
        CancellationToken cancellationToken)
    {
        var request = RuntimeApiCodec.EncodeArguments(runtime.Metadata, method, arguments);
        return await link.CallAsync<string?, ScaleValue>(
            "state_call",
            [method, Hex.Encode(request), blockHash],
            answer => RuntimeApiCodec.DecodeResult(runtime.Metadata, method, Answer.Bytes(answer)),
            cancellationToken);
    }

    /// <summary>The fee of an extrinsic in rao, whatever its signature; null where the runtime does not tell.</summary>
    public async Task<ulong?> FindFeeAsync(ChainRuntime runtime, string blockHash, byte[] extrinsic, CancellationToken cancellationToken)
    {
        if (!runtime.Metadata.Apis.TryGetValue(RuntimeApiNames.QueryFeeInfo, out var method))
        {
            return null;
        }

        try
        {
            byte[] request = [.. extrinsic, .. BitConverter.GetBytes(extrinsic.Length)];
            var answer = await link.CallAsync<string?, byte[]?>(
                "state_call", [RuntimeApiNames.QueryFeeInfo, Hex.Encode(request), blockHash], Answer.OptionalBytes, cancellationToken);
            return answer is null ? null : ScaleDecoder.Decode(runtime.Metadata.Types, method.OutputType, answer).AsStructure().UInt64("partial_fee");
        }
        catch (Exception exception) when (exception is RpcException or ScaleException)
        {
            return null;
        }
    }

    /// <summary>The best block: the one on which the next is built.</summary>
    public Task<BlockReference> ReadHeadAsync(CancellationToken cancellationToken) => link.RepeatAsync(
        "chain_getHeader",
        async () =>
        {
            var number = await link.CallOnceAsync<BlockHeader?, ulong>("chain_getHeader", [], Answer.Number, cancellationToken);
            return new BlockReference(number, await link.CallOnceAsync<string?, string>("chain_getBlockHash", [number], Answer.Hash, cancellationToken));
        },
        cancellationToken);

    /// <summary>The nonce of an account's next extrinsic, counting those that wait in the node's pool.</summary>
    public Task<ulong> ReadNextNonceAsync(string address, CancellationToken cancellationToken) => link.CallAsync<ulong?, ulong>(
        "system_accountNextIndex", [address], answer => answer ?? throw new SubtensorException("it is null."), cancellationToken);

    /// <summary>Hands an extrinsic to the node's pool, once.</summary>
    public Task SubmitAsync(SignedExtrinsic extrinsic, CancellationToken cancellationToken) =>
        link.CallOnceAsync<string?>("author_submitExtrinsic", [Hex.Encode(extrinsic.Bytes)], cancellationToken);

    public Task PauseAsync(int attempt, CancellationToken cancellationToken) => link.PauseAsync(attempt, cancellationToken);

    private async Task<RuntimeMetadata> ReadMetadataAsync(string blockHash, CancellationToken cancellationToken)
    {
        try
        {
            var metadata = await link.CallAsync<string?, RuntimeMetadata?>(
                "state_call",
                [RuntimeApiNames.MetadataAtVersion, Hex.Encode(BitConverter.GetBytes(MetadataVersion)), blockHash],
                answer => Answer.OptionalBytes(answer) is { } bytes && ReadOptionalBytes(bytes) is { } found ? MetadataReader.Read(found) : null,
                cancellationToken);
            if (metadata is not null)
            {
                return metadata;
            }
        }
        catch (RpcException)
        {
            // A runtime without that method: it gives metadata of version 14 the older way.
        }

        return await link.CallAsync<string?, RuntimeMetadata>("state_getMetadata", [blockHash], answer => MetadataReader.Read(Answer.Bytes(answer)), cancellationToken);
    }

    private static byte[]? ReadOptionalBytes(byte[] answer)
    {
        var reader = new ScaleReader(answer);
        return reader.ReadOption() ? reader.ReadByteVector().ToArray() : null;
    }
}
