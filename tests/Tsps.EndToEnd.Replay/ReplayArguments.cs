using System.Text.Json;

namespace Tsps.EndToEnd.Replay;

/// <summary>What a replay in a process of its own is told.</summary>
/// <param name="Connections">Connection strings by account name.</param>
/// <param name="CandleFile">Candles to replay; null simulates them.</param>
/// <param name="CandlesFrom">Where simulated candles begin.</param>
/// <param name="HashFirst">Whether the validator asks for commitments first.</param>
/// <param name="KillAt">When the process kills itself, after the first run of a timer function at or past it; null for never.</param>
public sealed record ReplayArguments(
    IReadOnlyDictionary<string, string> Connections,
    string? CandleFile,
    DateTimeOffset CandlesFrom,
    DateTimeOffset Start,
    DateTimeOffset End,
    DateTimeOffset? KillAt,
    IReadOnlyList<int> MinerPorts,
    bool HashFirst = false)
{
    private const int Seed = 11;
    private const int SimulatedDays = 45;

    public string ToJson() => JsonSerializer.Serialize(this);

    public static ReplayArguments Parse(string json) => JsonSerializer.Deserialize<ReplayArguments>(json)!;

    /// <summary>The subnet to replay; the same candles, hotkeys and draws in every process.</summary>
    public async Task<Local.Demo.DemoSubnetOptions> ToOptionsAsync(CancellationToken cancellationToken) => new()
    {
        ConnectionStringOf = name => Connections[name],
        Candles = CandleFile is null
            ? Markets.Simulation.SimulatedCandles.Generate(Seed, CandlesFrom, SimulatedDays * 288)
            : await Markets.CandleFile.LoadAsync(CandleFile, TimeSpan.FromMinutes(5), cancellationToken),
        CandleSource = CandleFile is null ? "simulated" : "file",
        Start = Start,
        Seed = Seed,
        MinerPorts = MinerPorts,
        HashFirst = HashFirst,
    };
}
