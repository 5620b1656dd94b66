using Tsps.Storage;

namespace Tsps.Validation.Outputs;

/// <summary>How subnet and miners did over time, from the records of scored requests (scoring specification, section 7).</summary>
public sealed class SubnetPerformance
{
    /// <summary>As many miners are shown.</summary>
    private const int MostMiners = 25;

    private static readonly TimeSpan Shown = TimeSpan.FromDays(7);

    private readonly SortedDictionary<long, (double Sum, int Count)> _errors = [];
    private readonly List<string> _miners = [];
    private readonly Dictionary<string, int> _places = [];
    private readonly List<WinScores> _wins = [];

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

        foreach (var miner in history.Miners)
        {
            performance.PlaceOf(miner);
        }

        performance._wins.AddRange(history.Wins);
        return performance;
    }

    /// <summary>Adds a record. A miner counts at the times at which it has both a win score and an error.</summary>
    public void Add(CmwRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var counted =
            from miner in record.Clients.SelectMany(client => client.Streams).SelectMany(stream => stream.Miners)
            from win in miner.WinScores
            let errors = miner.UnscaledScores.Where(error => error.TimestampMs == win.TimestampMs).ToArray()
            where errors.Length > 0
            select (win.TimestampMs, Error: errors[^1].Value, Place: PlaceOf(miner.MinerId), Score: win.Value);
        foreach (var wins in counted.GroupBy(win => win.TimestampMs))
        {
            foreach (var win in wins)
            {
                var (sum, count) = _errors.GetValueOrDefault(win.TimestampMs);
                _errors[win.TimestampMs] = (sum + win.Error, count + 1);
            }

            _wins.Add(new WinScores(wins.Key, [.. wins.Select(win => win.Place)], [.. wins.Select(win => win.Score)]));
        }
    }

    /// <summary>The 25 miners with the most win scores in the last seven days, best first; of equal ones the one that came first.</summary>
    public IReadOnlyList<TopMiner> ListTopMiners(DateTimeOffset now)
    {
        var shown = ListShown(now);
        var sums = new double[_miners.Count];
        foreach (var wins in shown)
        {
            for (var i = 0; i < wins.Miners.Count; i++)
            {
                sums[wins.Miners[i]] += wins.Scores[i];
            }
        }

        return [.. ListPlaces(shown).OrderByDescending(place => sums[place]).Take(MostMiners).Select(place => new TopMiner(_miners[place], sums[place]))];
    }

    /// <summary>What has to be stored to go on later: win scores of the days shown, errors from <paramref name="oldest"/> on.</summary>
    public OutputHistory ToHistory(string streamId, DateTimeOffset now, DateTimeOffset oldest)
    {
        var shown = ListShown(now);
        var places = ListPlaces(shown);
        var stored = new int[_miners.Count];
        for (var i = 0; i < places.Length; i++)
        {
            stored[places[i]] = i;
        }

        return new OutputHistory
        {
            StreamId = streamId,
            Errors = [.. _errors.Where(error => error.Key >= oldest.ToUnixTimeMilliseconds()).Select(error => new ErrorSum(error.Key, error.Value.Sum, error.Value.Count))],
            Miners = [.. places.Select(place => _miners[place])],
            Wins = [.. shown.Select(wins => wins with { Miners = [.. wins.Miners.Select(place => stored[place])] })],
        };
    }

    private WinScores[] ListShown(DateTimeOffset now)
    {
        var after = (now - Shown).ToUnixTimeMilliseconds();
        return [.. _wins.Where(wins => wins.TimestampMs > after)];
    }

    /// <summary>Where the miners that won are in the list of all, in the order in which they came.</summary>
    private static int[] ListPlaces(IEnumerable<WinScores> shown) => [.. shown.SelectMany(wins => wins.Miners).Distinct()];

    private int PlaceOf(string miner)
    {
        if (_places.TryAdd(miner, _miners.Count))
        {
            _miners.Add(miner);
        }

        return _places[miner];
    }
}
