using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Tsps.Storage.Memory;

/// <summary>An answer that came from no service: a status and, where there is one, a version.</summary>
internal sealed class MemoryResponse(int status, string? version = null) : Response
{
    private const string VersionHeader = "ETag";

    public override int Status => status;

    public override string ReasonPhrase => "";

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = "";

    public override void Dispose()
    {
    }

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => version is null ? [] : [new HttpHeader(VersionHeader, version)];

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = name.Equals(VersionHeader, StringComparison.OrdinalIgnoreCase) ? version : null;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out var value) ? [value] : null;
        return values is not null;
    }
}
