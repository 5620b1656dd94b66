using Tsps.Domain;

namespace Tsps.Bittensor.Axon;

/// <summary>The metagraph as the axon knows it now; refreshed by whoever supplies it.</summary>
public interface IMetagraphView
{
    /// <summary>Null as long as none was read: then nobody is known.</summary>
    Metagraph? Current { get; }
}
