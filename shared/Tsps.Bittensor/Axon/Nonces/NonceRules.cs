using System.Globalization;
using Tsps.Bittensor.Synapses;

namespace Tsps.Bittensor.Axon.Nonces;

/// <summary>Which nonces are accepted (wire specification, section 4, nonce rules).</summary>
/// <remarks>
/// Both generations order the nonces of one caller and process. Callers of SDK 7.2 and later send Unix nanoseconds, which must also be fresh.
/// Neither version nor timeout is signed, so an axon that believed them would let a stranger replay an old request by stating other ones.
/// Stricter than the SDKs for that reason: a nonce that can only be a time is held against the clock whatever the version says and whatever
/// is known of the caller, the caller's timeout widens the window up to a maximum only, and a request without a nonce is refused.
/// </remarks>
internal static class NonceRules
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerTick = 100;
    private const long GraceNanoseconds = 4 * NanosecondsPerSecond;
    private const double GraceSeconds = 4;

    // As Unix time this is September 2001; as time since a machine started, 31 years.
    private static readonly Int128 SmallestUnixTime = 1_000_000_000_000_000_000;

    private static readonly TimeSpan LongestRetention = TimeSpan.FromDays(3650);

    /// <summary>Unix time in nanoseconds; a clock of .NET ticks every 100.</summary>
    public static Int128 UnixNanoseconds(DateTimeOffset time) => (Int128)(time - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick;

    /// <summary>Why the nonce is refused, in the words that the caller's SDK uses; null when it is accepted.</summary>
    /// <param name="last">The last nonce accepted of this caller and process.</param>
    /// <param name="now">Unix time in nanoseconds.</param>
    /// <param name="maximumWindow">How far the caller's timeout may widen the window.</param>
    public static string? Refusal(NonceClaim claim, Int128? last, Int128 now, TimeSpan maximumWindow)
    {
        if (claim.Nonce is not { } nonce)
        {
            return "Missing Nonce";
        }

        if (nonce <= last)
        {
            return NotNewer(claim);
        }

        return IsUnixTime(claim) ? TooOld(nonce, AcceptedTimeout(claim, maximumWindow), now) : null;
    }

    /// <summary>The refusal of a nonce that is not greater than the stored one, in the words that the caller's SDK uses.</summary>
    public static string NotNewer(NonceClaim claim) =>
        HasUnixNonces(claim) ? "Nonce is too old, a newer one was last processed" : "Nonce is too small";

    /// <summary>Until when an accepted nonce must be remembered.</summary>
    /// <param name="counterRetention">How long to remember a counter, whose age cannot be told: longer than a caller's process stays silent.</param>
    public static DateTimeOffset KeepUntil(NonceClaim claim, DateTimeOffset now, TimeSpan maximumWindow, TimeSpan counterRetention)
    {
        if (!IsUnixTime(claim))
        {
            return now + counterRetention;
        }

        // A nonce of the future stays fresh until its own time has passed.
        var ahead = Int128.Max(claim.Nonce.GetValueOrDefault(), UnixNanoseconds(now)) - UnixNanoseconds(now);
        return now + TimeSpan.FromTicks((long)Int128.Min(ahead / NanosecondsPerTick, LongestRetention.Ticks)) + TimeSpan.FromSeconds(GraceSeconds) + maximumWindow;
    }

    private static bool HasUnixNonces(NonceClaim claim) => claim.Version is { } version && new SdkVersion(version).HasUnixNonces;

    private static bool IsUnixTime(NonceClaim claim) => HasUnixNonces(claim) || claim.Nonce >= SmallestUnixTime;

    private static double AcceptedTimeout(NonceClaim claim, TimeSpan maximumWindow) => claim.TimeoutSeconds switch
    {
        null or double.NaN => 0,
        { } seconds => Math.Clamp(seconds, -LongestRetention.TotalSeconds, maximumWindow.TotalSeconds),
    };

    private static string? TooOld(Int128 nonce, double timeout, Int128 now)
    {
        var oldest = now - GraceNanoseconds;
        return IsAfter(nonce, oldest, timeout)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"Nonce is too old: acceptable delta is {GraceSeconds + timeout:F2} seconds but request was {((double)now - (double)nonce) / NanosecondsPerSecond:F2} seconds old");
    }

    // The SDK computes the edge in double precision as soon as there is a timeout, so that it lies on a multiple of 256 ns.
    private static bool IsAfter(Int128 nonce, Int128 oldest, double timeout) =>
        timeout == 0 ? nonce > oldest : nonce > (Int128)((double)oldest - (timeout * NanosecondsPerSecond));
}
