using System.Globalization;

namespace Tsps.Bittensor.Axon.Admission;

/// <summary>Refuses requests outside certain minutes of the hour, UTC.</summary>
public sealed class AllowedMinutesPolicy : IAdmissionPolicy
{
    private readonly bool[] _allowed = new bool[60];

    /// <exception cref="ArgumentOutOfRangeException">A minute is not 0 to 59.</exception>
    public AllowedMinutesPolicy(params IEnumerable<int> minutes)
    {
        ArgumentNullException.ThrowIfNull(minutes);
        foreach (var minute in minutes)
        {
            if (minute is < 0 or > 59)
            {
                throw new ArgumentOutOfRangeException(nameof(minutes), minute, "A minute of the hour is 0 to 59.");
            }

            _allowed[minute] = true;
        }
    }

    /// <summary>When the reference's v6 miner answers LiveForwardHash (wire specification, section 8).</summary>
    public static AllowedMinutesPolicy LiveForwardHash { get; } = new(0, 30);

    /// <summary>When the reference's v6 miner answers LiveForward (wire specification, section 8).</summary>
    public static AllowedMinutesPolicy LiveForward { get; } = new(1, 2, 3, 31, 32, 33);

    public AdmissionDecision Decide(AdmissionRequest request)
    {
        var minute = request.Time.UtcDateTime.Minute;
        return _allowed[minute]
            ? AdmissionDecision.Pass
            : AdmissionDecision.Refuse(string.Create(CultureInfo.InvariantCulture, $"minute {minute} of the hour is closed to {request.SynapseName}"));
    }
}
