using System.Runtime.ExceptionServices;

namespace Tsps.Validation;

/// <summary>Runs a timer's work for several streams.</summary>
internal static class StreamRuns
{
    /// <summary>All at once, so that a slow stream does not make another late. A failure of one ends none of the others, and is thrown in the end: as it is, or where there are several, all of them.</summary>
    public static async ValueTask EachAsync(IReadOnlyList<StreamPlan> streams, Func<StreamPlan, CancellationToken, ValueTask> run, CancellationToken cancellationToken)
    {
        var runs = streams.Select(stream => Task.Run(() => run(stream, cancellationToken).AsTask(), cancellationToken)).ToArray();
        await Task.WhenAll(runs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Exception[] failures = [.. runs.Select(task => task.Exception?.InnerException).OfType<Exception>()];
        if (failures.Length > 0)
        {
            ExceptionDispatchInfo.Throw(failures is [var only] ? only : new AggregateException(failures));
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}
