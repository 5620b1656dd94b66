using Microsoft.Extensions.Logging;

namespace Tsps.Local.Commands;

/// <summary>Shows what a library warns of to the user of a command.</summary>
internal sealed class WarningWriter(TextWriter error) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            error.WriteLine($"tsps: {formatter(state, exception)}");
        }
    }

    /// <summary>The same for a library that wants a logger of its own.</summary>
    public ILogger<T> For<T>() => new Named<T>(this);

    private sealed class Named<T>(WarningWriter writer) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => writer.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => writer.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            writer.Log(logLevel, eventId, state, exception, formatter);
    }
}
