using Tsps.Storage;

namespace Tsps.Validation.Audit;

/// <summary>What an audit of one stream has found so far. What can't be read is a finding like any other: the audit goes on with the rest.</summary>
public sealed class AuditNotes(string streamId)
{
    /// <summary>What a finding says where there is no round.</summary>
    public const string None = "none";

    private readonly List<AuditFinding> _findings = [];
    private readonly HashSet<(string Slot, string What)> _unreadable = [];

    public IReadOnlyList<AuditFinding> Findings => _findings;

    /// <param name="recomputed">Null where <paramref name="stored"/> says what is wrong.</param>
    public void Add(string slot, string what, string stored, string? recomputed = null)
    {
        // The same blob may be wanted for several rounds.
        var finding = new AuditFinding(streamId, slot, what, stored, recomputed);
        if (!_findings.Contains(finding))
        {
            _findings.Add(finding);
        }
    }

    /// <summary>Whether it is noted already that this can't be read; if so it is not missing.</summary>
    /// <param name="slot">Of a row that was listed with others its key.</param>
    public bool IsUnreadable(string slot, string what) => _unreadable.Contains((slot, what));

    /// <summary>Whether any of these can't be read.</summary>
    public bool HasUnreadable(string what) => _unreadable.Any(entry => entry.What == what);

    /// <summary>Runs what recomputes and compares; where what is stored does not allow that, notes why.</summary>
    public async ValueTask RunAsync(string slot, string what, Func<ValueTask> run) => await FindAsync<object>(
        slot,
        what,
        async () =>
        {
            await run().ConfigureAwait(false);
            return null;
        }).ConfigureAwait(false);

    /// <summary>Reads rows; those that can't be read are noted, each by itself, and left out.</summary>
    /// <param name="list">Takes where to note them.</param>
    public async ValueTask<IReadOnlyList<T>> ListAsync<T>(string slot, string what, Func<ICollection<UnreadableRow>, ValueTask<IReadOnlyList<T>>> list)
    {
        var unreadable = new List<UnreadableRow>();
        var rows = await FindAsync(slot, what, async () => await list(unreadable).ConfigureAwait(false)).ConfigureAwait(false);
        foreach (var row in unreadable)
        {
            Add(slot, what, row.Problem);
            _unreadable.Add((row.RowKey, what));
        }

        return rows ?? [];
    }

    /// <summary>Reads what there is at most one of; where it can't be read, notes why.</summary>
    /// <returns>Null where there is none, or it can't be read.</returns>
    /// <remarks>What <see cref="StorageFailure"/> is goes on to the caller: that storage is away says nothing about what it holds.</remarks>
    public async ValueTask<T?> FindAsync<T>(string slot, string what, Func<ValueTask<T?>> find)
        where T : class
    {
        try
        {
            return await find().ConfigureAwait(false);
        }
        catch (Exception damage) when (damage is not OperationCanceledException && !StorageFailure.Is(damage))
        {
            Add(slot, what, UnreadableData.Is(damage) ? damage.Message : $"nothing can be computed from what is stored of it: {damage.Message}");
            _unreadable.Add((slot, what));
            return null;
        }
    }
}
