using System.Text.RegularExpressions;

namespace Tsps.Bittensor.Tests.Axon.Replay;

/// <summary>A recorded answer that this axon gives differently on purpose.</summary>
/// <param name="Sdk">The recorded axon, or null for both.</param>
/// <param name="Cases">The names of the cases.</param>
/// <param name="StatusCode">What is answered instead.</param>
/// <param name="Message">What the message is instead.</param>
internal sealed record KnownDifference(string? Sdk, Regex Cases, int StatusCode, Regex Message, string Reason)
{
    public KnownDifference(string? sdk, string cases, int statusCode, string message, string reason)
        : this(sdk, new Regex($"^({cases})$"), statusCode, new Regex($"^{message}$", RegexOptions.Singleline), reason)
    {
    }

    public bool Covers(string sdk, string name) => (Sdk is null || Sdk == sdk) && Cases.IsMatch(name);
}
