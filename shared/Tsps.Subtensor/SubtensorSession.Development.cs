using Tsps.Subtensor.Development;
using Tsps.Subtensor.Storage;

namespace Tsps.Subtensor;

/// <content>What only a runtime under Chopsticks does.</content>
public sealed partial class SubtensorSession
{
    internal async Task WriteStorageAsync(IReadOnlyList<StorageWrite> writes, CancellationToken cancellationToken)
    {
        var (_, runtime) = await PinAsync(cancellationToken);
        var pairs = writes.Select(write =>
        {
            var entry = runtime.Metadata.FindStorage(write.Pallet, write.Item)
                ?? throw new SubtensorException($"The chain's runtime {runtime.SpecVersion} keeps no {write.Pallet}.{write.Item}.");
            return new[] { Hex.Encode(StorageKey.Create(entry, write.Keys)), write.Value is { } value ? Hex.Encode(value) : null };
        });
        await CallDevelopmentAsync("dev_setStorage", [pairs.ToArray()], cancellationToken);
    }

    internal async Task CallDevelopmentAsync(string method, object[] parameters, CancellationToken cancellationToken)
    {
        try
        {
            await _link.CallAsync<object?>(method, parameters, cancellationToken);
        }
        catch (RpcException refused)
        {
            throw new SubtensorException($"{EndpointText.Of(_link.Endpoint)} is no development chain: {refused.Message}", refused);
        }
    }
}
