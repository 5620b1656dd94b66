using Tsps.Domain;

namespace Tsps.Bittensor.Axon;

/// <summary>Who is served first when more requests wait than can be handled at once.</summary>
public interface IRequestPriority
{
    /// <summary>The rank of a verified caller; the greatest is served first.</summary>
    decimal Of(Hotkey caller);
}
