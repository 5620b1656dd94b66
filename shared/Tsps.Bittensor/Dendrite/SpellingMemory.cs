using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;

namespace Tsps.Bittensor.Dendrite;

/// <summary>Which spelling of element types each axon has taken (wire specification, section 7). Lost with the process; finding out again costs one request.</summary>
internal sealed class SpellingMemory
{
    private const int Capacity = 4096;
    private const int InternalError = 500;

    private readonly ConcurrentDictionary<Hotkey, TensorDtypeSpelling> _known = new();

    /// <summary>Axons of SDK 10 answer 500 to the spelling that they do not read, those of SDK 6 close the connection on bare names.</summary>
    public static bool SeemsMisspelled(TensorDtypeSpelling sent, DendriteFault fault, long? status) =>
        (fault == DendriteFault.None && status == InternalError) || (fault == DendriteFault.Disconnected && sent == TensorDtypeSpelling.Bare);

    public bool TryFind(Hotkey axon, [MaybeNullWhen(false)] out TensorDtypeSpelling spelling) => _known.TryGetValue(axon, out spelling);

    public void Remember(Hotkey axon, TensorDtypeSpelling spelling)
    {
        if (_known.Count >= Capacity)
        {
            _known.Clear();
        }

        _known[axon] = spelling;
    }
}
