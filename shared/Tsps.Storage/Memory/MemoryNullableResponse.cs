using Azure;

namespace Tsps.Storage.Memory;

/// <summary>An answer with a row, or without one.</summary>
internal sealed class MemoryNullableResponse<T>(T? value) : NullableResponse<T>
    where T : class
{
    private const int Found = 200;
    private const int Missing = 404;

    public override bool HasValue => value is not null;

    public override T? Value => value ?? throw new InvalidOperationException("There is no such row.");

    public override Response GetRawResponse() => new MemoryResponse(value is null ? Missing : Found);
}
