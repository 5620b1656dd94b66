namespace Tsps.Bittensor.Dendrite;

/// <summary>
/// How many bytes the answers to one query may hold together, beside a small allowance that each has for itself. A forecast fits into the
/// allowance, and samples that come back as they were sent take no bytes; so only answers that nobody needs compete for the rest.
/// </summary>
/// <param name="bytes">For all answers beyond their allowances.</param>
internal sealed class AnswerRoom(long bytes)
{
    /// <summary>Bytes that each answer may hold without asking; one with 100 closes and all its members has about 3000.</summary>
    public const int Allowance = 64 << 10;

    private long _taken;

    /// <summary>Bytes taken beyond allowances.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <returns>False when there is no room; then nothing is taken.</returns>
    public bool TryTake(long count)
    {
        if (Interlocked.Add(ref _taken, count) <= bytes)
        {
            return true;
        }

        Give(count);
        return false;
    }

    public void Give(long count) => Interlocked.Add(ref _taken, -count);
}
