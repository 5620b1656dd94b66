using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Axon;

namespace Tsps.Bittensor.Tests.Axon;

/// <summary>Collects what an axon logs as an error: what it did not foresee.</summary>
internal sealed class FailureLogger : ILogger<AxonPipeline>
{
    public List<string> Problems { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Problems.Add($"{formatter(state, exception)}: {exception}");
        }
    }
}
