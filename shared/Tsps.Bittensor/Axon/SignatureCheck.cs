using Tsps.Domain;

namespace Tsps.Bittensor.Axon;

/// <summary>Whether a signature is a hotkey's over a text, as <see cref="Keys.HotkeySignature.Verify"/> tells.</summary>
internal delegate bool SignatureCheck(Hotkey hotkey, string text, string? signature);
