using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;

namespace Tsps.Bittensor.Dendrite;

/// <summary>A synapse to send to many: the members that are the same for all, samples included, are encoded once for each spelling of tensors.</summary>
internal sealed class QueryBody
{
    /// <summary>What Python's objects around the body weigh (wire specification, section 2); any number does.</summary>
    private const long SizeBesideBody = 4000;

    /// <summary>More than the members beside a tensor take, so that the buffer need not grow.</summary>
    private const int RoomForMembers = 4096;

    private readonly Lock _lock = new();
    private readonly byte[]?[] _tails = new byte[]?[Enum.GetValues<TensorDtypeSpelling>().Length];

    /// <param name="maxHeldBytes">See <see cref="DendriteOptions.MaxHeldBytes"/>.</param>
    public QueryBody(Synapse synapse, long maxHeldBytes)
    {
        Answers = new AnswerRoom(maxHeldBytes);
        Synapse = synapse;
        Type = SynapseTypes.Of(synapse);
        HasTensor = Type.Members.Any(member => member.Kind == SynapseValueKind.Tensor && member.Get(synapse) is not null);
    }

    public Synapse Synapse { get; }

    public SynapseType Type { get; }

    /// <summary>Room for the answers to it.</summary>
    public AnswerRoom Answers { get; }

    public bool HasTensor { get; }

    public ReadOnlyMemory<byte> Tail(TensorDtypeSpelling spelling)
    {
        lock (_lock)
        {
            return _tails[(int)spelling] ??= Encode(spelling);
        }
    }

    /// <summary>The synapse as it is sent to one target: with both blocks, signed.</summary>
    public Synapse For(Hotkey axon, AxonEndpoint endpoint, TensorDtypeSpelling spelling, TimeSpan timeout, DendriteIdentity caller, Int128 nonce) => Synapse with
    {
        Timeout = timeout.TotalSeconds,
        TotalSize = Tail(spelling).Length + SizeBesideBody,
        HeaderSize = 0,
        Dendrite = caller.Sign(axon, nonce),
        Axon = new TerminalInfo { Ip = endpoint.Address.ToString(), Port = endpoint.Port, Hotkey = axon.Address },
        ComputedBodyHash = "",
        RequiredHashFields = caller.Version.Spelling == TensorDtypeSpelling.Torch ? [] : null,
    };

    private byte[] Encode(TensorDtypeSpelling spelling)
    {
        var synapse = Synapse;
        foreach (var member in Type.Members)
        {
            if (member.Get(synapse) is TensorBlock block)
            {
                synapse = member.Set(synapse, block.WithSpelling(spelling));
            }
        }

        using var output = new PooledBuffer(RoomForMembers + AnswerReader.FirstBuffer(synapse).Length);
        SynapseJson.WriteTail(output, synapse, SynapseJsonStyle.Request, leavesOutRefusedNulls: spelling == TensorDtypeSpelling.Bare);
        return output.Written.ToArray();
    }
}
