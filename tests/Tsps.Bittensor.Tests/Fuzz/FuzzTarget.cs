namespace Tsps.Bittensor.Tests.Fuzz;

/// <summary>A part of the product that is given hostile input.</summary>
/// <param name="Inputs">What it is given, in the plural.</param>
/// <param name="Batch">How many inputs one seed makes; chosen so that a batch of any target takes about as long.</param>
/// <param name="TryAsync">Tries inputs that depend on the seed alone; gives sentences on what did not end as it should.</param>
internal sealed record FuzzTarget(string Inputs, int Batch, Func<int, int, CancellationToken, Task<IReadOnlyList<string>>> TryAsync)
{
    public static FuzzTarget Pipeline { get; } = new("mutated requests to the axon's pipeline", 10_000, PipelineFuzz.TryAsync);

    public static FuzzTarget Miner { get; } = new("mutated signed requests to a miner", 1_000, MinerFuzz.TryAsync);

    public static FuzzTarget Dendrite { get; } = new("mutated answers to the dendrite", 4_000, DendriteFuzz.TryAsync);

    public static IReadOnlyList<FuzzTarget> All { get; } = [Pipeline, Miner, Dendrite];

    /// <summary>The target of a seed: seeds one after the other go round all targets.</summary>
    public static FuzzTarget Of(int seed) => All[seed % All.Count];
}
