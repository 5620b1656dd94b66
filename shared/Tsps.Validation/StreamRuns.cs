using System.Runtime.ExceptionServices;

namespace Tsps.Validation;

/// <summary>Runs a timer's work for several streams.</summary>
internal static class StreamRuns
{
    /// <summary>All at once, so that a slow stream does not make another late. A failure of one ends none of the others, and is thrown in the end.</summary>
    public static async ValueTask EachAsync(IReadOnlyList<StreamPlan> streams, Func<StreamPlan, CancellationToken, ValueTask> run, CancellationToken cancellationToken)
    {
        var runs = streams.Select(stream => Task.Run(() => run(stream, cancellationToken).AsTask(), cancellationToken)).ToArray();
        await Task.WhenAll(runs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (runs.Select(task => task.Exception?.InnerException).FirstOrDefault(failure => failure is not null) is { } first)
        {
            ExceptionDispatchInfo.Throw(first);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}
