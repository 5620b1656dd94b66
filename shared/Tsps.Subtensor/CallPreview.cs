namespace Tsps.Subtensor;

/// <summary>A call as the runtime would read it, before anything is signed or sent.</summary>
/// <param name="Arguments">Names and values, decoded again from the bytes that would be signed.</param>
/// <param name="Bytes">The encoded call, hex.</param>
/// <param name="Fee">What sending it costs, in TAO, beside what the call itself takes; null where the runtime does not tell.</param>
public sealed record CallPreview(string Pallet, string Name, IReadOnlyList<KeyValuePair<string, string>> Arguments, string Bytes, decimal? Fee);
