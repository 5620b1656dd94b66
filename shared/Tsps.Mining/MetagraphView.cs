using Tsps.Bittensor.Axon;
using Tsps.Domain;
using Tsps.Neurons;

namespace Tsps.Mining;

/// <summary>The metagraph as admission and priority look at it.</summary>
internal sealed class MetagraphView(MetagraphReader metagraphs) : IMetagraphView
{
    public Metagraph? Current => metagraphs.Current;
}
