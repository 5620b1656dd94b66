namespace Tsps.Subtensor.Extrinsics;

/// <summary>What the numbers of Subtensor's own refusals mean: the same number means different things in different generations of the runtime.</summary>
internal static class SubtensorRefusals
{
    /// <summary>The last version whose numbers were recorded in the first form.</summary>
    private const uint LastOfFirstGeneration = 218;

    private const byte RateLimit = 6;
    private const byte ServingRateLimit = 12;

    private static readonly Dictionary<byte, string> FirstGeneration = new()
    {
        [1] = "the hotkey has too little stake to commit weights. Add stake.",
        [2] = "the hotkey has too little stake to reveal weights. Add stake.",
        [3] = "the hotkey has too little stake to set weights. Add stake.",
        [5] = "too many hotkeys registered in this interval. Try again in the next one.",
        [6] = "the hotkey has too little stake to reveal weights. Add stake.",
    };

    private static readonly Dictionary<byte, string> LaterGenerations = new()
    {
        [1] = "the amount of stake is too low.",
        [2] = "the balance is too low.",
        [3] = "there is no such subnet. Check the netuid.",
        [4] = "the hotkey account does not exist. Register the hotkey first.",
        [5] = "there is not enough stake. Add stake.",
        [RateLimit] = "the rate limit of this call is not over yet. Wait some blocks and try again.",
        [7] = "there is not enough liquidity.",
        [8] = "the price moved too far.",
        [9] = "transfers are not allowed here.",
        [10] = "the hotkey is not registered on this subnet. Register it first.",
        [11] = "the IP address is not valid. Announce a public address.",
        [ServingRateLimit] = "the axon was announced a moment ago. Wait until the serving rate limit is over.",
        [13] = "the port is not valid. Announce a port from 1 to 65535.",
        [16] = "no commitment of these weights was found. Commit them first.",
        [17] = "this is not the time to reveal these weights. Reveal them in the epochs that the subnet sets.",
        [18] = "the lists of uids and weights differ in length.",
        [19] = "one of the uids does not exist. Read the metagraph again.",
        [255] = "the runtime calls it a bad request.",
    };

    /// <summary>Whether the number means a rate limit.</summary>
    public static bool IsRateLimit(byte? code, uint specVersion) => specVersion > LastOfFirstGeneration && code is (RateLimit or ServingRateLimit);

    public static string Explain(byte? code, uint specVersion)
    {
        var table = specVersion <= LastOfFirstGeneration ? FirstGeneration : LaterGenerations;
        return code is { } number && table.TryGetValue(number, out var meaning)
            ? $"{meaning} (custom error {number})"
            : $"custom error {code?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "without a number"} of runtime {specVersion}.";
    }
}
