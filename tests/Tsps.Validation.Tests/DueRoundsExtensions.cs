namespace Tsps.Validation.Tests;

internal static class DueRoundsExtensions
{
    /// <summary>Both request timers at the same minute.</summary>
    public static async ValueTask AskAsync(this DueRounds rounds, CancellationToken cancellationToken)
    {
        await rounds.AskAsync(commitsFirst: false, cancellationToken);
        await rounds.AskAsync(commitsFirst: true, cancellationToken);
    }
}
