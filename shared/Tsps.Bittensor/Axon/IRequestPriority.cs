using Tsps.Domain;

namespace Tsps.Bittensor.Axon;

/// <summary>Who is served first when more requests wait than can be handled at once.</summary>
public interface IRequestPriority
{
    /// <summary>The rank of a verified caller; the greatest is served first.</summary>
    /// <exception cref="TimeoutException">It cannot be told in time; the caller is sent away as if it had waited too long.</exception>
    decimal Of(Hotkey caller);
}
