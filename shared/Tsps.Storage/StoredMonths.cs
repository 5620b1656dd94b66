using System.Globalization;

namespace Tsps.Storage;

/// <summary>Months as parts of partition keys, <c>yyyyMM</c> UTC: large enough that a query reads few partitions, small enough to be dropped whole.</summary>
internal static class StoredMonths
{
    public static string Of(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture);

    /// <summary>The months that hold any instant from one to another, both included, in order.</summary>
    public static IEnumerable<string> From(DateTimeOffset first, DateTimeOffset last)
    {
        for (var month = new DateTime(first.UtcDateTime.Year, first.UtcDateTime.Month, 1, 0, 0, 0, DateTimeKind.Utc); month <= last.UtcDateTime; month = month.AddMonths(1))
        {
            yield return Of(month);
        }
    }
}
