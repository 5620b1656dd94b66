using Tsps.Storage;

namespace Tsps.Validation.Audit;

/// <summary>What an audit of one stream has found so far. What can't be read is a finding like any other: the audit goes on with the rest.</summary>
public sealed class AuditNotes(string streamId)
{
    private readonly List<AuditFinding> _findings = [];

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

    public void AddAll(string slot, string what, IEnumerable<DamagedDataException> damage)
    {
        foreach (var damaged in damage)
        {
            Add(slot, what, damaged.Message);
        }
    }

    /// <summary>Runs what reads or recomputes; where what is stored does not allow that, notes why.</summary>
    /// <returns>Null when it did not come to an end.</returns>
    /// <remarks>What <see cref="StorageFailure"/> is goes on to the caller: that storage is away says nothing about what it holds.</remarks>
    public async ValueTask<T?> TryAsync<T>(string slot, string what, Func<ValueTask<T?>> run)
        where T : class
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (Exception damage) when (damage is not OperationCanceledException && !StorageFailure.Is(damage))
        {
            Add(slot, what, damage.Message);
            return null;
        }
    }
}
