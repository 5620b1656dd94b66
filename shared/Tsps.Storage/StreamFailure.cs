namespace Tsps.Storage;

/// <summary>That a timer's work on a stream failed.</summary>
/// <param name="Work">The timer's function, such as <c>Score</c>.</param>
/// <param name="Reason">In words.</param>
/// <param name="CountsUntil">By then the work should have run again, and failed again or not.</param>
public sealed record StreamFailure(string StreamId, string Work, string Reason, DateTimeOffset FailedAt, DateTimeOffset CountsUntil);
