using System.Net;
using Microsoft.AspNetCore.Http;

namespace Tsps.Local.Hosting.Http;

/// <summary>
/// Request headers as they came, X-Forwarded-For among them. The real host keeps that one from <c>HttpRequest</c>, whose remote address
/// is always the loopback, and shows it in the binding data only (Azure facts, "The host: HTTP").
/// </summary>
internal sealed record OriginalHeaders(IReadOnlyList<KeyValuePair<string, string>> Values)
{
    private const string ForwardedFor = "X-Forwarded-For";

    /// <summary>Notes the headers, then changes the request as the host does: repeated headers become one, the caller's address goes.</summary>
    internal static void TakeFrom(HttpContext http)
    {
        var headers = http.Request.Headers;
        foreach (var (name, values) in headers.Where(header => header.Value.Count > 1).ToList())
        {
            headers[name] = string.Join(", ", values.ToArray());
        }

        // Azure's front end adds the address it sees, so that a function can learn it.
        headers.AppendCommaSeparatedValues(ForwardedFor, http.Connection.RemoteIpAddress?.ToString() ?? IPAddress.Loopback.ToString());
        http.Features.Set(new OriginalHeaders([.. headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString()))]));
        headers.Remove(ForwardedFor);
        http.Connection.RemoteIpAddress = IPAddress.Loopback;
    }
}
