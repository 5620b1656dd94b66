using System.Text.Json;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Tests.Keys;

namespace Tsps.Bittensor.Tests.Axon.Replay;

/// <summary>The recorder's hotkeys.</summary>
internal static class RecordedKeys
{
    private const int Validator = 0;
    private const int Miner = 1;

    public static Keypair Axon => Open(Miner);

    /// <summary>The same request as another process of the same caller would send it.</summary>
    public static RawRequest Sign(RawRequest request, string uuid)
    {
        using var caller = Open(Validator);
        using var axon = Axon;
        var text = $"{request.Header("bt_header_dendrite_nonce")}.{caller.Hotkey}.{axon.Hotkey}.{uuid}.{request.Header("computed_body_hash")}";
        return request.With("bt_header_dendrite_uuid", uuid).With("bt_header_dendrite_signature", HotkeySignature.Sign(caller, text));
    }

    /// <summary>The hotkey of a mnemonic index.</summary>
    public static string AddressOf(JsonElement index) => KeyVectors.Keys[index.GetInt32()].Text("ss58");

    public static Keypair Open(int index) => Keypair.FromMnemonic(KeyVectors.Keys[index].Text("mnemonic"));
}
