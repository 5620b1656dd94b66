using Substrate.NetApi;
using Substrate.NetApi.Model.Extrinsics;

namespace Tsps.Subtensor.Rpc;

/// <summary>Substrate.NetApi's client, made to send hex in lower case: the local runtime does not find keys in upper case.</summary>
internal sealed class NodeClient(Uri uri) : SubstrateClient(uri, ChargeTransactionPayment.Default())
{
    /// <summary>Connects, and never again by itself: what was told to the node before would be forgotten, and a closed connection would come back.</summary>
    /// <remarks>Metadata, genesis hash and runtime version are read by our own calls, where time-outs hold.</remarks>
    public Task ConnectOnceAsync(CancellationToken token) =>
        ConnectAsync(useMetaData: false, standardSubstrate: false, maxRetryAttempts: 0, delayRetryMilliseconds: 0, token);

    public override Task<T> InvokeAsync<T>(string method, object parameters, CancellationToken token) =>
        base.InvokeAsync<T>(method, LowerHex(parameters), token);

    private static object LowerHex(object parameters) => parameters switch
    {
        string text when text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) => text.ToLowerInvariant(),
        string => parameters,
        Array items => items.Cast<object>().Select(LowerHex).ToArray(),
        _ => parameters,
    };
}
