using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>Runs a timer's work for several streams, and keeps what fails for <c>/health</c>.</summary>
public sealed partial class StreamRuns(StreamFailureStore failures, TimeProvider time, ILogger<StreamRuns> logger)
{
    /// <summary>A failure counts until the work should have run again; by so much longer, since a run takes its time.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>Since when this instance of the app works: the first timer makes this.</summary>
    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    /// <summary>
    /// All at once, so that a slow stream does not make another late. A failure of one ends none of the others, and is thrown in the end: as it is, or where there are
    /// several, all of them. That candles can't be read is no failure of the function: the next run tries again.
    /// </summary>
    public async ValueTask EachAsync(
        StreamWork work, IReadOnlyList<StreamPlan> streams, Func<StreamPlan, CancellationToken, ValueTask> run, CancellationToken cancellationToken)
    {
        var runs = streams.Select(stream => Task.Run(() => RunAsync(work, stream, run, cancellationToken), cancellationToken)).ToArray();
        await Task.WhenAll(runs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ThrowIfAny([.. runs.Select(task => task.Exception?.InnerException).OfType<Exception>()]);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Throws a failure as it is, or where there are several, all of them.</summary>
    internal static void ThrowIfAny(IReadOnlyList<Exception> failures)
    {
        if (failures.Count > 0)
        {
            ExceptionDispatchInfo.Throw(failures is [var only] ? only : new AggregateException(failures));
        }
    }

    private async Task RunAsync(StreamWork work, StreamPlan stream, Func<StreamPlan, CancellationToken, ValueTask> run, CancellationToken cancellationToken)
    {
        try
        {
            await run(stream, cancellationToken).ConfigureAwait(false);
        }
        catch (CandleSourceException away)
        {
            LogWaits(stream.Id, work.Function, away.Message);
            await KeepAsync(work, stream, away, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && !StorageFailure.Is(failure))
        {
            await KeepAsync(work, stream, failure, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask KeepAsync(StreamWork work, StreamPlan stream, Exception failure, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            await failures.SaveAsync(new StreamFailure(stream.Id, work.Function, failure.Message, now, now + work.Every + Grace), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception other) when (other is not OperationCanceledException)
        {
            // The work's own failure is the one to tell of.
            LogNotKept(stream.Id, work.Function, other.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: {Function} waits for candles: {Reason}")]
    private partial void LogWaits(string stream, string function, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: that {Function} failed could not be stored: {Reason}")]
    private partial void LogNotKept(string stream, string function, string reason);
}
