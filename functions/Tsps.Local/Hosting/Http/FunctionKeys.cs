using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Tsps.Local.Hosting.Http;

/// <summary>
/// The keys that callers of HTTP functions show, as <c>x-functions-key</c> or <c>?code=</c>. Azure keeps them in its secret store; here
/// they are the settings <c>FunctionKeys__Default</c> and <c>FunctionKeys__Master</c>. Without either every call is let through, as
/// Core Tools do.
/// </summary>
internal sealed class FunctionKeys(IConfiguration configuration)
{
    private readonly string? _default = NullIfEmpty(configuration["FunctionKeys:Default"]);
    private readonly string? _master = NullIfEmpty(configuration["FunctionKeys:Master"]);

    internal bool Admits(HttpRequest request, AuthorizationLevel level)
    {
        if (level == AuthorizationLevel.Anonymous || (_default is null && _master is null))
        {
            return true;
        }

        var shown = request.Headers["x-functions-key"].FirstOrDefault() ?? request.Query["code"].FirstOrDefault();
        return Same(shown, _master) || (level is AuthorizationLevel.Function or AuthorizationLevel.User && Same(shown, _default));
    }

    private static bool Same(string? shown, string? key) =>
        shown is not null && key is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(key));

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
