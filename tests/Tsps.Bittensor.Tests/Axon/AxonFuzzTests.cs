using System.Diagnostics;
using System.Globalization;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Axon;

[Trait(Categories.Name, Categories.Unit)]
public sealed class AxonFuzzTests
{
    private const int Mutations = 200_000;
    private const int BatchSize = 10_000;
    private const string MinutesVariable = "TSPS_FUZZ_MINUTES";
    private const string SeedVariable = "TSPS_FUZZ_SEED";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_200_000_mutated_requests_without_an_unforeseen_error()
    {
        var problems = await Task.WhenAll(Enumerable.Range(0, AxonFuzz.Workers).Select(worker => Task.Run(() => AxonFuzz.TryAsync(worker, Mutations / AxonFuzz.Workers, Token), Token)));

        Assert.Empty(problems.SelectMany(found => found).Take(10));
    }

    /// <summary>What <c>./tsps fuzz</c> runs: batches of one seed each, until the minutes are over or a batch has a problem.</summary>
    [Fact(Explicit = true)]
    public async Task Answers_mutated_requests_for_as_long_as_it_is_told()
    {
        var minutes = Read(MinutesVariable, 1);
        var firstSeed = (int)Read(SeedVariable, Random.Shared.Next(1_000_000_000));
        var watch = Stopwatch.StartNew();
        var (started, finished) = (-1, 0);
        Console.WriteLine(FormattableString.Invariant($"Fuzzing the axon for {minutes} minutes from seed {firstSeed}, {BatchSize:N0} requests a seed."));

        var problems = new List<string>();
        await Task.WhenAll(Enumerable.Range(0, AxonFuzz.Workers).Select(_ => Task.Run(WorkAsync, Token)));
        Console.WriteLine(FormattableString.Invariant($"{(long)finished * BatchSize:N0} mutated requests in {watch.Elapsed.TotalMinutes:0.0} minutes, seeds {firstSeed} to {firstSeed + started}."));

        Assert.True(problems.Count == 0, string.Join('\n', problems.Take(3).Append("To repeat it: ./tsps fuzz --minutes 0 --seed SEED, with the seed above")));

        async Task WorkAsync()
        {
            do
            {
                var found = await AxonFuzz.TryAsync(firstSeed + Interlocked.Increment(ref started), BatchSize, Token);
                var count = Interlocked.Increment(ref finished);
                lock (problems)
                {
                    problems.AddRange(found);
                }

                if (count % 100 == 0)
                {
                    Console.WriteLine(FormattableString.Invariant($"{watch.Elapsed.TotalMinutes,6:0.0} minutes: {(long)count * BatchSize:N0} requests"));
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
    }

    private static double Read(string variable, double fallback) =>
        Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } text
            ? fallback
            : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new InvalidOperationException($"{variable} is '{text}'; it is a number such as {fallback.ToString(CultureInfo.InvariantCulture)}.");
}
