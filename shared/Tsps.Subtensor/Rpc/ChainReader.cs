using System.Collections.Concurrent;
using System.Globalization;
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

    public async Task<BlockReference> ReadFinalizedAsync(CancellationToken cancellationToken)
    {
        var hash = Required(await link.CallAsync<string?>("chain_getFinalizedHead", [], cancellationToken), "chain_getFinalizedHead");
        return new BlockReference(NumberOf(await ReadHeaderAsync(hash, cancellationToken)), hash);
    }

    public async Task<ulong> ReadHeadNumberAsync(CancellationToken cancellationToken) =>
        NumberOf(Required(await link.CallAsync<BlockHeader?>("chain_getHeader", [], cancellationToken), "chain_getHeader"));

    /// <summary>The hash of the best chain's block of that number; null when there is none yet.</summary>
    public Task<string?> ReadBlockHashAsync(ulong number, CancellationToken cancellationToken) =>
        link.CallAsync<string?>("chain_getBlockHash", [number], cancellationToken);

    public async Task<BlockBody?> ReadBlockAsync(string hash, CancellationToken cancellationToken) =>
        (await link.CallAsync<SignedBlock?>("chain_getBlock", [hash], cancellationToken))?.Block;

    public async Task<ChainRuntime> ReadRuntimeAsync(string blockHash, CancellationToken cancellationToken)
    {
        var version = Required(await link.CallAsync<RuntimeVersion?>("state_getRuntimeVersion", [blockHash], cancellationToken), "state_getRuntimeVersion");
        var genesis = link.GenesisHash;
        if (runtimes.TryGetValue((genesis, version.SpecVersion), out var known))
        {
            return known;
        }

        var metadata = MetadataReader.Read(await ReadMetadataAsync(blockHash, cancellationToken));
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
        var answer = await link.CallAsync<string?>("state_getStorage", [Hex.Encode(key), blockHash], cancellationToken);
        return StorageValue.Decode(runtime.Metadata.Types, entry, answer is null ? null : Hex.Decode(answer));
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
        var answer = Required(await link.CallAsync<string?>("state_call", [method, Hex.Encode(request), blockHash], cancellationToken), method);
        return RuntimeApiCodec.DecodeResult(runtime.Metadata, method, Hex.Decode(answer));
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
            var answer = await link.CallAsync<string?>("state_call", [RuntimeApiNames.QueryFeeInfo, Hex.Encode(request), blockHash], cancellationToken);
            return answer is null
                ? null
                : ScaleDecoder.Decode(runtime.Metadata.Types, method.OutputType, Hex.Decode(answer)).AsStructure().UInt64("partial_fee");
        }
        catch (Exception exception) when (exception is RpcException or ScaleException)
        {
            return null;
        }
    }

    /// <summary>The best block: the one on which the next is built.</summary>
    public async Task<BlockReference> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var number = await ReadHeadNumberAsync(cancellationToken);
        return new BlockReference(number, Required(await ReadBlockHashAsync(number, cancellationToken), "chain_getBlockHash"));
    }

    /// <summary>The nonce of an account's next extrinsic, counting those that wait in the node's pool.</summary>
    public async Task<ulong> ReadNextNonceAsync(string address, CancellationToken cancellationToken) =>
        await link.CallAsync<ulong?>("system_accountNextIndex", [address], cancellationToken)
            ?? throw new SubtensorException("The node does not tell the account's next nonce.");

    /// <summary>Hands an extrinsic to the node's pool, once.</summary>
    public Task SubmitAsync(SignedExtrinsic extrinsic, CancellationToken cancellationToken) =>
        link.CallOnceAsync<string?>("author_submitExtrinsic", [Hex.Encode(extrinsic.Bytes)], cancellationToken);

    public Task PauseAsync(int attempt, CancellationToken cancellationToken) => link.PauseAsync(attempt, cancellationToken);

    internal static ulong NumberOf(BlockHeader header)
    {
        var digits = header.Number.AsSpan();
        return digits.StartsWith("0x") && ulong.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new SubtensorException($"The node's block number '{header.Number}' is no hex number.");
    }

    private async Task<BlockHeader> ReadHeaderAsync(string hash, CancellationToken cancellationToken) =>
        Required(await link.CallAsync<BlockHeader?>("chain_getHeader", [hash], cancellationToken), "chain_getHeader");

    private async Task<byte[]> ReadMetadataAsync(string blockHash, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await link.CallAsync<string?>(
                "state_call",
                [RuntimeApiNames.MetadataAtVersion, Hex.Encode(BitConverter.GetBytes(MetadataVersion)), blockHash],
                cancellationToken);
            if (answer is not null && ReadOptionalBytes(Hex.Decode(answer)) is { } metadata)
            {
                return metadata;
            }
        }
        catch (RpcException)
        {
            // A runtime without that method: it gives metadata of version 14 the older way.
        }

        return Hex.Decode(Required(await link.CallAsync<string?>("state_getMetadata", [blockHash], cancellationToken), "state_getMetadata"));
    }

    private static byte[]? ReadOptionalBytes(byte[] answer)
    {
        var reader = new ScaleReader(answer);
        return reader.ReadOption() ? reader.ReadByteVector().ToArray() : null;
    }

    private static T Required<T>(T? answer, string method)
        where T : class =>
        answer ?? throw new SubtensorException($"The node answered nothing to {method}.");
}
