using System.Globalization;
using Tsps.Bittensor.Synapses;

namespace Tsps.Bittensor.Axon;

/// <summary>Every failure that an axon answers, in one place; the table in this folder's README says which recorded answer each follows.</summary>
internal static class AxonFailures
{
    private const string BodyUnreadable = "There was an error parsing the body";

    public static AxonFailure UnknownSynapse(string name, IEnumerable<string> available) =>
        new(404, $"Synapse name '{name}' not found. Available synapses [{string.Join(", ", available.Select(PythonText.Repr))}]");

    public static AxonFailure HeadersUnreadable(CallerSdk sdk, IEnumerable<KeyValuePair<string, string>> headers, SynapseType type, string problem) => sdk switch
    {
        CallerSdk.Six => new AxonFailure(400, $"Improperly formatted request. Could not parse headers {PythonText.Repr(headers)} into synapse of type {type.Name}.") { Detail = problem },
        _ => WithErrorId(problem),
    };

    public static AxonFailure BodyTooLarge(long limit) =>
        new(413, string.Create(CultureInfo.InvariantCulture, $"The body is larger than the {limit} bytes that this axon takes."));

    public static AxonFailure Blacklisted(string? hotkey) => new(403, $"Forbidden. Key is blacklisted: {hotkey ?? "None"}.");

    public static AxonFailure NotVerified(string reason) => new(401, $"Not Verified with error: {reason}");

    public static AxonFailure Overloaded(TimeSpan retryAfter)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return new AxonFailure(503, $"The axon is overloaded and serves callers of higher stake first. Retry after {seconds} s.") { Header = new("retry-after", seconds) };
    }

    public static AxonFailure WaitedTooLong(CallerSdk sdk, double timeout) =>
        new(sdk == CallerSdk.Six ? 503 : 408, $"Response timeout after: {PythonFloat.Format(timeout)}s");

    public static AxonFailure MethodNotAllowed(string method) => Framework(405, "Method Not Allowed") with
    {
        Header = new("allow", "GET, POST"),
        HasNoBody = method == "HEAD",
    };

    public static AxonFailure NoSuchPath() => Framework(404, "Not Found");

    public static AxonFailure RedirectTo(string path) => new(307, "Temporary Redirect") { Header = new("location", path), HasNoBody = true };

    public static AxonFailure WrongContentType(CallerSdk sdk) => sdk switch
    {
        CallerSdk.Six => Unprocessable(new BodyFault("value is not a valid dict: send it as content type application/json", "type_error.dict")),
        _ => WithErrorId("the content type must be application/json"),
    };

    public static AxonFailure BodyNotText(string problem) => Framework(400, BodyUnreadable) with { Detail = problem };

    public static AxonFailure BodyIncomplete(long received, long declared) =>
        new(400, string.Create(CultureInfo.InvariantCulture, $"The body ended after {received} of the {declared} bytes that were announced."));

    /// <summary>The connection was lost, or the web server would not read on.</summary>
    public static AxonFailure BodyBroken(long received, string problem) =>
        new(400, string.Create(CultureInfo.InvariantCulture, $"The body broke off after {received} bytes.")) { Detail = problem };

    public static AxonFailure BodyTooSlow(TimeSpan limit) =>
        new(408, string.Create(CultureInfo.InvariantCulture, $"The body did not arrive within {limit.TotalSeconds} s."));

    public static AxonFailure BodyNotJson(string problem) => Unprocessable(new BodyFault(problem, "json_invalid"));

    public static AxonFailure BodyNotAnObject(CallerSdk sdk, string problem) => InBody(sdk, 500, problem);

    public static AxonFailure HashMismatch(CallerSdk sdk, string? stated) =>
        InBody(sdk, 500, $"Hash mismatch between header body hash {stated ?? "None"} and parsed body hash {Synapse.EmptyBodyHash}");

    /// <summary>A member is missing or of the wrong type: SDK 6 closes the connection there, which its callers see as 422.</summary>
    public static AxonFailure MemberWrong(CallerSdk sdk, string problem) =>
        sdk == CallerSdk.Six ? new AxonFailure(422, problem) : WithErrorId(problem);

    public static AxonFailure TensorRefused(string problem) => new(400, $"A tensor of the request cannot be read: {problem}");

    /// <summary>A handler's own words.</summary>
    public static AxonFailure HandlerRefused(CallerSdk sdk, SynapseFailedException exception) => exception.StatusCode switch
    {
        500 when sdk == CallerSdk.Ten => WithErrorId(exception.Message),
        500 => new AxonFailure(500, $"Internal server error with error: {exception.Message}"),
        var statusCode => new AxonFailure(statusCode, exception.Message) { LogReason = exception.LogReason },
    };

    /// <summary>What nobody foresaw: the caller gets the id under which the log tells more.</summary>
    public static AxonFailure Unexpected() => WithErrorId(null);

    private static AxonFailure InBody(CallerSdk sdk, int statusCode, string problem) =>
        sdk == CallerSdk.Six ? new AxonFailure(statusCode, $"Internal server error with error: {problem}") : WithErrorId(problem);

    private static AxonFailure WithErrorId(string? detail)
    {
        var id = Guid.NewGuid();
        return new AxonFailure(500, $"Internal Server Error #{id}") { Detail = detail, ErrorId = id };
    }

    private static AxonFailure Framework(int statusCode, string detail) => new(statusCode, detail) { Detail = detail };

    private static AxonFailure Unprocessable(BodyFault fault) => new(422, fault.Message) { Fault = fault };
}
