namespace Tsps.Subtensor;

/// <summary>Addresses of nodes as they may be shown and logged: passwords and keys of paid nodes stand in their user and query, which read <c>***</c>.</summary>
public static class EndpointText
{
    private const string Hidden = "***";

    /// <summary>Scheme, host, port and path.</summary>
    public static string Of(Uri endpoint) =>
        $"{endpoint.Scheme}://{(endpoint.UserInfo.Length > 0 ? $"{Hidden}@" : "")}{endpoint.Authority}{endpoint.AbsolutePath}{(endpoint.Query.Length + endpoint.Fragment.Length > 0 ? $"?{Hidden}" : "")}";

    /// <summary>A text that was to be an address or a list of them and is none: what may belong to a user or a query is hidden, rather too much than too little.</summary>
    public static string OfInvalid(string text)
    {
        var host = text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + "://".Length : 0;
        var shown = text.LastIndexOf('@') is var at && at >= host ? $"{text[..host]}{Hidden}{text[at..]}" : text;
        return shown.IndexOfAny(['?', '#']) is >= 0 and var query ? $"{shown[..query]}?{Hidden}" : shown;
    }
}
