using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tests.Axon.Replay;
using Tsps.Domain;

namespace Tsps.Bittensor.Tests.Dendrite;

/// <summary>A recorded request, asked again with the product's own transport, and given the recorded answer.</summary>
internal static partial class RecordedExchange
{
    private const int MaxBytes = 16 << 20;

    /// <param name="answer">Line, headers and body; empty when the connection was closed without an answer.</param>
    public static async Task<DendriteAnswer<Synapse>> PlayAsync(RawRequest request, byte[] answer, CancellationToken cancellationToken)
    {
        // Such numbers this dendrite cannot send; what an answer makes of the synapse does not depend on them.
        var body = NoNumberOfJson().Replace(Encoding.UTF8.GetString(request.Body), "0.0");
        var asked = SynapseJson.Read(SynapseTypes.Find(request.Path.TrimStart('/'))!, Encoding.UTF8.GetBytes(body));
        var query = new QueryBody(asked, MaxBytes);
        var spelling = new SdkVersion(long.Parse(request.Header("bt_header_dendrite_version")!, CultureInfo.InvariantCulture)).Spelling;
        var host = System.Net.IPEndPoint.Parse(request.Header("Host")!);
        var target = new DendriteTarget(new Hotkey(request.Header("bt_header_axon_hotkey")!), new AxonEndpoint(host.Address, host.Port));

        using var transport = new DendriteTransport(CannedConnection.HandlerOf(() => answer), MaxBytes);
        var exchange = await transport.SendAsync(
            asked, query.Type, target.Endpoint!.ToString(), query.Tail(spelling), TimeSpan.FromMinutes(1), query.Answers, cancellationToken);
        return new DendriteAnswer<Synapse>(target, exchange.Synapse, exchange.Fault);
    }

    [GeneratedRegex(@"-?\b(NaN|Infinity)\b")]
    private static partial Regex NoNumberOfJson();
}
