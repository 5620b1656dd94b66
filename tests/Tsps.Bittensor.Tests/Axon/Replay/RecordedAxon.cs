using System.Text.Json;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Axon.Admission;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;

namespace Tsps.Bittensor.Tests.Axon.Replay;

/// <summary>The recorder's own axon, which admits a list of hotkeys and breaks in the ways that a case asks for.</summary>
internal sealed class RecordedAxon(AxonReplay replay, IEnumerable<string> allowed) : IAdmissionPolicy
{
    private readonly RegisteredHotkeyPolicy _registered = new(FixedMetagraph.Of([.. allowed.Select(address => (new Hotkey(address), 1m))]));

    public static AxonReplay Open(JsonElement file)
    {
        string[] allowed = [.. file.GetProperty("allowed_hotkeys").EnumerateArray().Select(hotkey => hotkey.GetString()!)];
        return new AxonReplay(RecordedKeys.Open(file.GetProperty("axon_mnemonic_index").GetInt32()), replay => new RecordedAxon(replay, allowed).Routes());
    }

    public AdmissionDecision Decide(AdmissionRequest request)
    {
        replay.FunctionsCalled.Add("blacklist");
        replay.CallerSeen = request.Hotkey;
        return replay.Mode switch
        {
            "blacklist_all" => AdmissionDecision.Refuse("everybody out"),
            "blacklist_raises" => throw new InvalidOperationException("blacklist broke"),
            _ => _registered.Decide(request),
        };
    }

    private AxonRoute[] Routes() =>
    [
        AxonRoute.To(new RecordedForward<TrainingForward>(replay), this),
        AxonRoute.To(new RecordedForward<TrainingBackward>(replay), this),
        AxonRoute.To(new RecordedForward<LiveForward>(replay), this),
        AxonRoute.To(new RecordedForward<LiveBackward>(replay), this),
        AxonRoute.To(new RecordedForward<LiveForwardHash>(replay), this),
    ];
}
