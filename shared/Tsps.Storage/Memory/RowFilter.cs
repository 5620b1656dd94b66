using Azure.Data.Tables;

namespace Tsps.Storage.Memory;

/// <summary>What a query's filter asks for; its keys apart, so that a range of rows need not be looked for in all of them.</summary>
/// <param name="PartitionKey">The one partition that all matches lie in; null when the filter does not say.</param>
/// <param name="FirstRowKey">No match lies before it; null when the filter does not say.</param>
/// <param name="LastRowKey">No match lies behind it; null when the filter does not say.</param>
internal sealed record RowFilter(Func<TableEntity, bool> Matches, string? PartitionKey, string? FirstRowKey, string? LastRowKey)
{
    /// <summary>Reads an OData filter as <see cref="TableClient.CreateQueryFilter(FormattableString)"/> writes it; none matches every row.</summary>
    /// <exception cref="FormatException">It is none of those.</exception>
    public static RowFilter Parse(string? text) => string.IsNullOrWhiteSpace(text) ? new RowFilter(static _ => true, null, null, null) : new RowFilterParser(text).Parse();

    public RowFilter And(RowFilter other) => new(
        row => Matches(row) && other.Matches(row),
        PartitionKey ?? other.PartitionKey,
        string.CompareOrdinal(FirstRowKey, other.FirstRowKey) >= 0 ? FirstRowKey : other.FirstRowKey,
        LastRowKey is null ? other.LastRowKey : other.LastRowKey is null || string.CompareOrdinal(LastRowKey, other.LastRowKey) <= 0 ? LastRowKey : other.LastRowKey);

    public RowFilter Or(RowFilter other) => new(row => Matches(row) || other.Matches(row), null, null, null);
}
