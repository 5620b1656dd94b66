using System.Net;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tsps.Local.Hosting.Timers;

namespace Tsps.Local.Hosting;

/// <summary>One function app to be hosted in this process: what Azure learns from the deployed files and the app's settings.</summary>
public sealed record FunctionApp
{
    /// <summary>A name for logs and for the timers' state (the host's id): <c>validator</c>, <c>miner-1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The assembly that is searched for methods with <c>[Function]</c>.</summary>
    public required Assembly Assembly { get; init; }

    /// <summary>The types of the assembly that are searched: all of them, but for tests.</summary>
    internal Func<Type, bool> IncludesType { get; init; } = static _ => true;

    /// <summary>Adds the app's services, as its own <c>Program.cs</c> does.</summary>
    public required Action<IServiceCollection, IConfiguration> Register { get; init; }

    /// <summary>The app's settings.</summary>
    public required IConfiguration Configuration { get; init; }

    /// <summary>Where HTTP is served; port 0 takes a free one.</summary>
    public IPEndPoint EndPoint { get; init; } = new(IPAddress.Loopback, 0);

    public HostSettings Settings { get; init; } = new();

    /// <summary>The time of timers and functions. The timers of an app on a <see cref="Replay.ReplayClock"/> wait for a <see cref="Replay.ReplayScheduler"/>.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public ITimerStatusStore TimerStatus { get; init; } = new InMemoryTimerStatusStore();

    /// <summary>Where logs go; nowhere unless set.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }
}
