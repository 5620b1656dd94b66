using System.Buffers;
using System.Net.Http.Headers;
using Tsps.Bittensor.Synapses;

namespace Tsps.Bittensor.Dendrite;

/// <summary>One request as the SDKs' dendrites send it (wire specification, section 2).</summary>
internal static class DendriteRequest
{
    /// <summary>The weight of an SDK's header dictionary in Python's memory; any number does.</summary>
    private const string HeaderSize = "464";

    private const string UserAgent = "tsps-dendrite/1";

    /// <param name="synapse">With both blocks and all sizes as they shall be sent.</param>
    /// <param name="tail">The encoded members of the synapse, shared among targets.</param>
    public static HttpRequestMessage Build(Synapse synapse, SynapseType type, string authority, ReadOnlyMemory<byte> tail)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{authority}/{type.Name}"))
        {
            Version = System.Net.HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var (name, value) in Headers(synapse, type))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var head = new ArrayBufferWriter<byte>(1024);
        SynapseJson.WriteHead(head, synapse, SynapseJsonStyle.Request);
        request.Content = new TwoPartContent(head.WrittenMemory, tail);
        return request;
    }

    /// <summary>The headers in wire order, without those that HTTP itself asks for.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Headers(Synapse synapse, SynapseType type)
    {
        yield return new("name", type.Name);
        yield return new("timeout", PythonFloat.Format(synapse.Timeout));
        foreach (var header in TerminalHeaders.Write(TerminalHeaders.AxonPrefix, synapse.Axon))
        {
            yield return header;
        }

        foreach (var header in TerminalHeaders.Write(TerminalHeaders.DendritePrefix, synapse.Dendrite))
        {
            yield return header;
        }

        foreach (var member in type.Members)
        {
            if (member.IsRequired && member.Get(synapse) is not null)
            {
                yield return new(TerminalHeaders.InputPrefix + member.Name, member.HeaderPlaceholder);
            }
        }

        yield return new("header_size", HeaderSize);
        yield return new("total_size", synapse.TotalSize.ToString(System.Globalization.CultureInfo.InvariantCulture));
        yield return new("computed_body_hash", Synapse.EmptyBodyHash);
        yield return new("Accept", "*/*");
        yield return new("Accept-Encoding", "gzip, deflate");
        yield return new("User-Agent", UserAgent);
    }

    /// <summary>A body of its own head and a tail that many requests send.</summary>
    private sealed class TwoPartContent : HttpContent
    {
        private readonly ReadOnlyMemory<byte> _head;
        private readonly ReadOnlyMemory<byte> _tail;

        public TwoPartContent(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> tail)
        {
            _head = head;
            _tail = tail;
            Headers.ContentLength = head.Length + tail.Length;
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(_head, cancellationToken);
            await stream.WriteAsync(_tail, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _head.Length + _tail.Length;
            return true;
        }
    }
}
