using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Tsps.Local.Demo;

/// <summary>Keeps what the demo's apps warn of in a file, since the screen belongs to the table. The file is made with the first line.</summary>
internal sealed class DemoLog(string path) : ILoggerProvider
{
    private readonly Lock _lock = new();
    private StreamWriter? _file;

    public string Path => path;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        lock (_lock)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        lock (_lock)
        {
            _file ??= Open();
            _file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{level} {category}: {message}"));
            if (exception is not null)
            {
                _file.WriteLine(exception);
            }
        }
    }

    private StreamWriter Open()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return new StreamWriter(path, append: false) { AutoFlush = true };
    }

    private sealed class Logger(DemoLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Write(logLevel, category, formatter(state, exception), exception);
            }
        }
    }
}
