using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Tsps.Validation.Tests.Outputs;

/// <summary>Counts the requests that clients with its options send.</summary>
internal sealed class CountedStorage : HttpPipelineSynchronousPolicy
{
    private int _operations;

    public int Operations => _operations;

    public TableClientOptions TableOptions()
    {
        var options = new TableClientOptions();
        options.AddPolicy(this, HttpPipelinePosition.PerCall);
        return options;
    }

    public BlobClientOptions BlobOptions()
    {
        var options = new BlobClientOptions();
        options.AddPolicy(this, HttpPipelinePosition.PerCall);
        return options;
    }

    public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _operations);
}
