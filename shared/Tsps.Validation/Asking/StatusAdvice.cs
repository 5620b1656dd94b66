using System.Globalization;
using Tsps.Bittensor.Dendrite;

namespace Tsps.Validation.Asking;

/// <summary>What a status other than 200 usually comes from (wire specification, sections 4, 6 and 8), said to who runs one of the two sides.</summary>
internal static class StatusAdvice
{
    public static string Of(int? status, DendriteFault fault) => fault switch
    {
        DendriteFault.AddressRefused => "Nobody was called: an axon has an address other than zero and a port.",
        DendriteFault.Unreachable => "No connection: the miner does not run, listens on another port or address, or a firewall stands in between.",
        DendriteFault.TimedOut => "No answer in time: packets are dropped on the way (a firewall), or the miner's model takes longer than the timeout.",
        DendriteFault.Disconnected => "The connection was closed before there was a whole answer: the miner's program failed on this request, or it is no axon.",
        DendriteFault.MalformedHttp => "What listens there does not speak HTTP, or answers at too great a length: it is no axon.",
        DendriteFault.MalformedAnswer => "HTTP, but not the answer of an axon: another program listens there, or a proxy answers in the axon's place.",
        _ => Of(status),
    };

    private static string Of(int? status) => status switch
    {
        null => "The answer states no status: another program listens there, or a proxy drops headers with underscores.",
        400 => "The axon could not take the request: its message says why; a tensor that it cannot read, or a proxy that drops headers with underscores.",
        401 => "The signature was not accepted: the axon's hotkey is another than the one given, or the clocks of the two machines differ by more than some seconds.",
        403 => "The caller was not admitted: its hotkey is not registered on the miner's subnet, has too little stake or is on a deny list, or the miner takes no such request in this minute of the hour.",
        404 => "The axon does not know this synapse: v4 miners have no LiveForwardHash, v6 miners have that and LiveForward only; or another subnet's miner listens there.",
        408 => "The miner gave up: its model takes longer than the timeout.",
        413 => "The request is longer than the axon, or a proxy before it, takes.",
        422 => "The axon could not read the body of the request.",
        429 or 503 => "The axon cannot answer now: it is overloaded, or lacks what its message names, or a proxy stands there whose miner does not run.",
        >= 500 and < 600 => "The miner's program failed on this request, or its model cannot take it (too few samples, perhaps): its log says why. An axon of SDK 10 also answers 500 to a request that it cannot read.",
        _ => string.Create(CultureInfo.InvariantCulture, $"Axons do not answer {status}: another program or a proxy listens there."),
    };
}
