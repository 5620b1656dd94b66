using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>Runs a timer's work for several streams, and keeps what fails for <c>/health</c>.</summary>
public sealed partial class StreamRuns(StreamFailureStore failures, TimeProvider time, ILogger<StreamRuns> logger)
{
    private readonly ConcurrentDictionary<(StreamWork Work, string StreamId), bool> _kept = [];

    /// <summary>A failure counts until the work should have run again; by so much longer, since a run takes its time.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>
    /// All at once, so that a slow stream does not make another late. A failure of one ends none of the others, and is thrown in the end: as it is, or where there are
    /// several, all of them. That candles can't be read is no failure of the function: the next run tries again.
    /// </summary>
    public async ValueTask EachAsync(
        StreamWork work, IReadOnlyList<StreamPlan> streams, Func<StreamPlan, CancellationToken, ValueTask> run, CancellationToken cancellationToken)
    {
        var outcomes = await Task.WhenAll(streams.Select(stream => Task.Run(() => RunAsync(work, stream, run, cancellationToken), cancellationToken))).ConfigureAwait(false);
        ThrowIfAny([.. outcomes.OfType<Exception>()]);
    }

    /// <summary>Throws a failure as it is, or where there are several, all of them.</summary>
    internal static void ThrowIfAny(IReadOnlyList<Exception> failures)
    {
        if (failures.Count > 0)
        {
            ExceptionDispatchInfo.Throw(failures is [var only] ? only : new AggregateException(failures));
        }
    }

    /// <summary>What it failed for; null where it did not.</summary>
    private async Task<Exception?> RunAsync(StreamWork work, StreamPlan stream, Func<StreamPlan, CancellationToken, ValueTask> run, CancellationToken cancellationToken)
    {
        try
        {
            await run(stream, cancellationToken).ConfigureAwait(false);
            await ForgetAsync(work, stream, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (CandleSourceException away)
        {
            LogWaits(stream.Id, work.Function, away.Message);
            await KeepAsync(work, stream, away, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            if (!StorageFailure.Is(failure))
            {
                await KeepAsync(work, stream, failure, cancellationToken).ConfigureAwait(false);
            }

            return failure;
        }
    }

    private async ValueTask KeepAsync(StreamWork work, StreamPlan stream, Exception failure, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            await failures.SaveAsync(new StreamFailure(stream.Id, work.Function, failure.Message, now, now + work.Every + Grace), cancellationToken).ConfigureAwait(false);
            _kept[(work, stream.Id)] = true;
        }
        catch (Exception other) when (other is not OperationCanceledException)
        {
            // The work's own failure is the one to tell of.
            LogNotKept(stream.Id, work.Function, other.Message);
        }
    }

    /// <summary>What this instance kept counts no more once the work is done; what another one did, until its time.</summary>
    private async ValueTask ForgetAsync(StreamWork work, StreamPlan stream, CancellationToken cancellationToken)
    {
        if (_kept.TryRemove((work, stream.Id), out _))
        {
            await failures.RemoveAsync(stream.Id, work.Function, cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: {Function} waits for candles: {Reason}")]
    private partial void LogWaits(string stream, string function, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: that {Function} failed could not be stored: {Reason}")]
    private partial void LogNotKept(string stream, string function, string reason);
}
