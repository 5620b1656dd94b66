using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Tsps.Domain;

namespace Tsps.Scoring;

/// <summary>
/// Every miner's smoothed score: an immutable map from hotkey to score, in the order in which the miners joined. The order counts for
/// the last bits of sums over the state, so it is stored and read back with it.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "The state is a term of the field; that it is a map is its form.")]
public sealed class ScoreState : IReadOnlyDictionary<Hotkey, double>, IEquatable<ScoreState>
{
    private readonly ImmutableArray<Hotkey> _hotkeys;
    private readonly ImmutableArray<double> _scores;
    private readonly Dictionary<Hotkey, int> _positions;

    private ScoreState(ImmutableArray<Hotkey> hotkeys, ImmutableArray<double> scores, Dictionary<Hotkey, int> positions)
    {
        _hotkeys = hotkeys;
        _scores = scores;
        _positions = positions;
    }

    public static ScoreState Empty { get; } = new([], [], []);

    public int Count => _hotkeys.Length;

    /// <summary>The hotkeys in order.</summary>
    public IEnumerable<Hotkey> Keys => _hotkeys;

    /// <summary>The scores in order.</summary>
    public IEnumerable<double> Values => _scores;

    internal ReadOnlySpan<Hotkey> HotkeySpan => _hotkeys.AsSpan();

    internal ReadOnlySpan<double> ScoreSpan => _scores.AsSpan();

    /// <exception cref="KeyNotFoundException">The hotkey has no score.</exception>
    public double this[Hotkey key] => TryGetValue(key, out var score) ? score : throw new KeyNotFoundException($"{key} has no score.");

    /// <summary>Builds a state in the order given.</summary>
    /// <exception cref="ArgumentException">A hotkey comes twice.</exception>
    public static ScoreState From(IEnumerable<KeyValuePair<Hotkey, double>> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var builder = new Builder(Empty);
        foreach (var (hotkey, score) in scores)
        {
            if (builder.Find(hotkey) >= 0)
            {
                throw new ArgumentException($"{hotkey} comes twice.", nameof(scores));
            }

            builder.Append(hotkey, score);
        }

        return builder.Build();
    }

    /// <summary>The state without some hotkeys, such as deregistered ones; unknown ones are ignored.</summary>
    public ScoreState Without(IEnumerable<Hotkey> hotkeys)
    {
        ArgumentNullException.ThrowIfNull(hotkeys);
        var leaving = hotkeys.ToHashSet();
        return leaving.Overlaps(_hotkeys) ? From(this.Where(entry => !leaving.Contains(entry.Key))) : this;
    }

    public bool ContainsKey(Hotkey key) => _positions.ContainsKey(key);

    public bool TryGetValue(Hotkey key, [MaybeNullWhen(false)] out double value)
    {
        var known = _positions.TryGetValue(key, out var position);
        value = known ? _scores[position] : default;
        return known;
    }

    public IEnumerator<KeyValuePair<Hotkey, double>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return new(_hotkeys[i], _scores[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Same hotkeys with the same scores to the bit, in the same order.</summary>
    public bool Equals(ScoreState? other) =>
        other is not null && HotkeySpan.SequenceEqual(other.HotkeySpan) && ScoreSpan.SequenceEqual(other.ScoreSpan);

    public override bool Equals(object? obj) => Equals(obj as ScoreState);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (hotkey, score) in this)
        {
            hash.Add(hotkey);
            hash.Add(score);
        }

        return hash.ToHashCode();
    }

    /// <summary>A copy under change.</summary>
    internal sealed class Builder(ScoreState origin)
    {
        private readonly ImmutableArray<Hotkey>.Builder _hotkeys = origin._hotkeys.ToBuilder();
        private readonly ImmutableArray<double>.Builder _scores = origin._scores.ToBuilder();
        private readonly Dictionary<Hotkey, int> _positions = new(origin._positions);

        public int Count => _scores.Count;

        public double this[int position]
        {
            get => _scores[position];
            set => _scores[position] = value;
        }

        /// <summary>The position of a hotkey, or −1.</summary>
        public int Find(Hotkey hotkey) => _positions.GetValueOrDefault(hotkey, -1);

        public void Append(Hotkey hotkey, double score)
        {
            _positions.Add(hotkey, _hotkeys.Count);
            _hotkeys.Add(hotkey);
            _scores.Add(score);
        }

        public ScoreState Build() => new(_hotkeys.DrainToImmutable(), _scores.DrainToImmutable(), _positions);
    }
}
