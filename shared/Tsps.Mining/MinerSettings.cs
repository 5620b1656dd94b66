using System.Globalization;
using System.Net;
using Tsps.Bittensor.Axon.Admission;
using Tsps.Bittensor.Keys;
using Tsps.Domain;
using Tsps.Neurons;

namespace Tsps.Mining;

/// <summary>What a miner answers with, whom it answers, and where it listens.</summary>
public sealed record MinerSettings
{
    /// <summary>The value of the minutes' settings that means those of the reference's v6 miner (wire specification, section 8).</summary>
    private const string ReferenceMinutes = "v6";

    private const string AnyMinute = "any";
    private const string HashMinutesName = "Miner__HashMinutes";
    private const string ForwardMinutesName = "Miner__ForwardMinutes";

    /// <summary>The model's name as <c>Miner__Model</c> gives it: <c>last-close</c>, or a model in Blob storage.</summary>
    public required string Model { get; init; }

    /// <summary>Callers with less stake, in TAO, are refused.</summary>
    public required decimal MinimumStake { get; init; }

    /// <summary>The port that the axon is announced with.</summary>
    public required int AxonPort { get; init; }

    /// <summary>The address that the axon is announced with; null announces nothing.</summary>
    public required IPAddress? ExternalIp { get; init; }

    /// <summary>Hotkeys that are answered whether registered or not, whatever their stake, at any minute.</summary>
    public IReadOnlyList<Hotkey> AllowedHotkeys { get; init; } = [];

    /// <summary>Hotkeys that are never answered but for a ping.</summary>
    public IReadOnlyList<Hotkey> DeniedHotkeys { get; init; } = [];

    /// <summary>When LiveForwardHash is answered; null at any minute.</summary>
    public AllowedMinutesPolicy? HashMinutes { get; init; }

    /// <summary>When LiveForward is answered; null at any minute.</summary>
    public AllowedMinutesPolicy? ForwardMinutes { get; init; }

    /// <summary>When LiveForward without samples is answered, which is the v6 validators' question alone; null whenever <see cref="ForwardMinutes"/> has it.</summary>
    public AllowedMinutesPolicy? BareForwardMinutes { get; init; }

    /// <summary>Whose word on a caller's address is taken.</summary>
    public TrustedProxies TrustedProxies { get; init; } = new([]);

    /// <summary>Where the axon is reached, or null when it isn't announced.</summary>
    public AxonEndpoint? Endpoint => ExternalIp is null ? null : new AxonEndpoint(ExternalIp, AxonPort);

    /// <exception cref="InvalidSettingException">A setting is wrong.</exception>
    public static MinerSettings Read(SettingReader settings) => new()
    {
        Model = settings.Text("Miner__Model", "last-close"),
        MinimumStake = settings.Amount("Miner__MinimumStake", 0),
        AxonPort = settings.Integer("Axon__Port", 1, 65535, 8091),
        ExternalIp = settings.Parsed("Axon__ExternalIp", text => IPAddress.TryParse(text, out var address) ? address : null, "an IP address", "203.0.113.7"),
        AllowedHotkeys = ReadHotkeys(settings, "Miner__AllowedHotkeys"),
        DeniedHotkeys = ReadHotkeys(settings, "Miner__DeniedHotkeys"),
        HashMinutes = ReadMinutes(settings, HashMinutesName, ReferenceMinutes, AllowedMinutesPolicy.LiveForwardHash, "0,30"),
        ForwardMinutes = ReadMinutes(settings, ForwardMinutesName, AnyMinute, AllowedMinutesPolicy.LiveForward, "1,2,3,31,32,33"),

        // The reference's v4 miner answers at any minute, and samples tell its validators from those of v6.
        BareForwardMinutes = settings.OptionalText(ForwardMinutesName) is null ? AllowedMinutesPolicy.LiveForward : null,
        TrustedProxies = new TrustedProxies(settings.List("Axon__TrustedProxies", TrustedProxies.Parse, "IP addresses or networks", "127.0.0.1,10.0.0.0/8")),
    };

    private static IReadOnlyList<Hotkey> ReadHotkeys(SettingReader settings, string name) =>
        settings.List(name, ParseHotkey, "SS58 addresses of hotkeys", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");

    private static Hotkey? ParseHotkey(string text)
    {
        Span<byte> publicKey = stackalloc byte[Sr25519.PublicKeySize];
        return Ss58.TryDecode(text, publicKey) ? new Hotkey(text) : null;
    }

    /// <param name="unset">What holds where nothing is set.</param>
    /// <param name="reference">What <see cref="ReferenceMinutes"/> stands for.</param>
    private static AllowedMinutesPolicy? ReadMinutes(SettingReader settings, string name, string unset, AllowedMinutesPolicy reference, string example)
    {
        switch (settings.OptionalText(name) ?? unset)
        {
            case AnyMinute:
                return null;
            case ReferenceMinutes:
                return reference;
            default:
                return new AllowedMinutesPolicy(
                    settings.List(name, ParseMinute, $"minutes from 0 to 59, {AnyMinute}, or {ReferenceMinutes} for those of the reference miner", example));
        }
    }

    private static int? ParseMinute(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minute) && minute < 60 ? minute : null;
}
