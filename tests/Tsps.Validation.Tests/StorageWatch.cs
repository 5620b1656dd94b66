using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Tsps.Validation.Tests;

/// <summary>
/// Stands on the way of every request to storage: counts them, and ends the instance after one of its writes. From then on nothing gets through any
/// more, as nothing does from a process that is dead.
/// </summary>
internal sealed class StorageWatch : HttpPipelinePolicy
{
    private int _writes;
    private volatile bool _dead;

    /// <summary>Every request as method and path, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>What others do once a request, as in <see cref="Requests"/>, was carried out.</summary>
    public Func<string, Task> Meanwhile { get; init; } = _ => Task.CompletedTask;

    /// <summary>Ends the instance once this many writes were carried out; 0 for never.</summary>
    public int DieAfterWrites { get; init; }

    /// <summary>Whether the whole process dies then, and not only what uses this.</summary>
    public bool KillsProcess { get; init; }

    public int Writes => _writes;

    public TableClientOptions TableOptions()
    {
        var options = new TableClientOptions();
        options.AddPolicy(this, HttpPipelinePosition.PerRetry);
        return options;
    }

    public BlobClientOptions BlobOptions()
    {
        var options = new BlobClientOptions();
        options.AddPolicy(this, HttpPipelinePosition.PerRetry);
        return options;
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("The stores work asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ThrowIfDead();
        await ProcessNextAsync(message, pipeline);
        var request = $"{message.Request.Method} {message.Request.Uri.Path}";
        Requests.Enqueue(request);
        await Meanwhile(request);
        if (message.Request.Method != RequestMethod.Get && Interlocked.Increment(ref _writes) == DieAfterWrites)
        {
            Die();
        }

        ThrowIfDead();
    }

    private void Die()
    {
        _dead = true;
        if (KillsProcess)
        {
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            process.Kill();
        }
    }

    private void ThrowIfDead()
    {
        if (_dead)
        {
            throw new InstanceDiedException();
        }
    }
}
