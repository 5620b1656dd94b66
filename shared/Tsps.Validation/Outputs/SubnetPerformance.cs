using Tsps.Storage;

namespace Tsps.Validation.Outputs;

/// <summary>How subnet and miners did over time, from the records of scored requests (scoring specification, section 7).</summary>
public sealed class SubnetPerformance
{
    /// <summary>As many miners are shown.</summary>
    private const int MostMiners = 25;

    private static readonly TimeSpan Shown = TimeSpan.FromDays(7);

    private readonly SortedDictionary<long, (double Sum, int Count)> _errors = [];
    private readonly List<Win> _wins = [];

    /// <summary>The subnet's mean error at each time, ascending.</summary>
    public IReadOnlyList<PerformancePoint> Points => [.. _errors.Select(entry => new PerformancePoint(entry.Key, entry.Value.Sum / entry.Value.Count))];

    /// <summary>Goes on from what was stored.</summary>
    public static SubnetPerformance From(OutputHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var performance = new SubnetPerformance();
        foreach (var error in history.Errors)
        {
            performance._errors[error.TimestampMs] = (error.Sum, error.Count);
        }

        foreach (var wins in history.Wins)
        {
            performance._wins.AddRange(wins.Miners.Zip(wins.Scores, (miner, score) => new Win(wins.TimestampMs, history.Miners[miner], score)));
        }

        return performance;
    }

    /// <summary>Adds a record. A miner counts at the times at which it has both a win score and an error.</summary>
    public void Add(CmwRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        foreach (var miner in record.Clients.SelectMany(client => client.Streams).SelectMany(stream => stream.Miners))
        {
            foreach (var win in miner.WinScores)
            {
                if (miner.UnscaledScores.Where(error => error.TimestampMs == win.TimestampMs).Select(error => (double?)error.Value).LastOrDefault() is { } error)
                {
                    var (sum, count) = _errors.GetValueOrDefault(win.TimestampMs);
                    _errors[win.TimestampMs] = (sum + error, count + 1);
                    _wins.Add(new Win(win.TimestampMs, miner.MinerId, win.Value));
                }
            }
        }
    }

    /// <summary>The 25 miners with the most win scores in the last seven days, best first; of equal ones the one that came first.</summary>
    public IReadOnlyList<TopMiner> ListTopMiners(DateTimeOffset now)
    {
        var after = ShownAfter(now);
        var sums = new OrderedDictionary<string, double>();
        foreach (var win in _wins.Where(win => win.TimestampMs > after))
        {
            sums[win.Miner] = sums.GetValueOrDefault(win.Miner) + win.Score;
        }

        return [.. sums.OrderByDescending(miner => miner.Value).Take(MostMiners).Select(miner => new TopMiner(miner.Key, miner.Value))];
    }

    /// <summary>What has to be stored to go on later: win scores of the days shown, errors from <paramref name="oldest"/> on.</summary>
    public OutputHistory ToHistory(string streamId, DateTimeOffset now, DateTimeOffset oldest)
    {
        var after = ShownAfter(now);
        var shown = _wins.Where(win => win.TimestampMs > after).ToArray();
        var miners = new OrderedDictionary<string, int>();
        foreach (var win in shown)
        {
            miners.TryAdd(win.Miner, miners.Count);
        }

        return new OutputHistory
        {
            StreamId = streamId,
            Errors = [.. _errors.Where(error => error.Key >= oldest.ToUnixTimeMilliseconds()).Select(error => new ErrorSum(error.Key, error.Value.Sum, error.Value.Count))],
            Miners = [.. miners.Keys],
            Wins = [.. shown.GroupBy(win => win.TimestampMs).Select(wins => new WinScores(wins.Key, [.. wins.Select(win => miners[win.Miner])], [.. wins.Select(win => win.Score)]))],
        };
    }

    private static long ShownAfter(DateTimeOffset now) => (now - Shown).ToUnixTimeMilliseconds();

    private readonly record struct Win(long TimestampMs, string Miner, double Score);
}
