using System.Diagnostics;
using System.Globalization;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Fuzz;

[Trait(Categories.Name, Categories.Unit)]
public sealed class FuzzTests
{
    private const int Workers = 4;
    private const string MinutesVariable = "TSPS_FUZZ_MINUTES";
    private const string SeedVariable = "TSPS_FUZZ_SEED";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task An_axon_answers_194_000_mutated_requests_without_an_unforeseen_error() => TryAsync(FuzzTarget.Pipeline, 194_000);

    [Fact]
    public Task A_miner_answers_6_000_mutated_signed_requests_without_an_unforeseen_error() => TryAsync(FuzzTarget.Miner, 6_000);

    [Fact]
    public Task A_dendrite_makes_something_of_24_000_mutated_answers() => TryAsync(FuzzTarget.Dendrite, 24_000);

    /// <summary>What <c>./tsps fuzz</c> runs: batches of one seed each, of one target after the other, until the minutes are over or a batch has a problem.</summary>
    [Fact(Explicit = true)]
    public async Task Every_target_holds_for_as_long_as_it_is_told()
    {
        var minutes = Read(MinutesVariable, 1);
        var firstSeed = (int)Read(SeedVariable, Random.Shared.Next(1_000_000_000));
        var watch = Stopwatch.StartNew();
        var (started, finished) = (-1, 0);
        var tried = FuzzTarget.All.ToDictionary(target => target, _ => 0L);
        var problems = new List<string>();
        Console.WriteLine(FormattableString.Invariant($"Fuzzing for {minutes} minutes from seed {firstSeed}; one seed makes"));
        Console.WriteLine(string.Join(" or ", FuzzTarget.All.Select(target => Count(target.Batch, target))) + '.');

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkAsync, Token)));
        Tell();
        Console.WriteLine(FormattableString.Invariant($"Seeds {firstSeed} to {firstSeed + started}."));

        Assert.True(problems.Count == 0, string.Join('\n', problems.Take(3).Append("To repeat it: ./tsps fuzz --minutes 0 --seed SEED, with the seed above")));

        async Task WorkAsync()
        {
            do
            {
                var seed = firstSeed + Interlocked.Increment(ref started);
                var target = FuzzTarget.Of(seed);
                var found = await target.TryAsync(seed, target.Batch, Token);
                lock (problems)
                {
                    problems.AddRange(found);
                    tried[target] += target.Batch;
                    if (++finished % 100 == 0)
                    {
                        Tell();
                    }
                }
            }
            while (watch.Elapsed.TotalMinutes < minutes && !HasProblems());
        }

        bool HasProblems()
        {
            lock (problems)
            {
                return problems.Count > 0;
            }
        }

        void Tell() => Console.WriteLine(FormattableString.Invariant($"{watch.Elapsed.TotalMinutes,6:0.0} minutes: {string.Join(", ", tried.Select(row => Count(row.Value, row.Key)))}"));
    }

    private static string Count(long inputs, FuzzTarget target) => FormattableString.Invariant($"{inputs:N0} {target.Inputs}");

    private static async Task TryAsync(FuzzTarget target, int inputs)
    {
        var problems = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => target.TryAsync(worker, inputs / Workers, Token), Token)));

        Assert.True(problems.All(found => found.Count == 0), string.Join('\n', problems.SelectMany(found => found).Take(3)));
    }

    private static double Read(string variable, double fallback) =>
        Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } text
            ? fallback
            : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new InvalidOperationException($"{variable} is '{text}'; it is a number such as {fallback.ToString(CultureInfo.InvariantCulture)}.");
}
