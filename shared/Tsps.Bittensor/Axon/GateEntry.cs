namespace Tsps.Bittensor.Axon;

/// <summary>A request's passage through a <see cref="PriorityGate"/>; disposing of it lets the next one in.</summary>
internal sealed class GateEntry : IDisposable
{
    private readonly PriorityGate _gate;
    private int _inside;

    internal GateEntry(PriorityGate gate, GateOutcome outcome)
    {
        _gate = gate;
        Outcome = outcome;
        _inside = outcome == GateOutcome.Entered ? 1 : 0;
    }

    public GateOutcome Outcome { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _inside, 0) == 1)
        {
            _gate.Leave();
        }
    }
}
