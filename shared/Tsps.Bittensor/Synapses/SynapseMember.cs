using System.Text;

namespace Tsps.Bittensor.Synapses;

/// <summary>One member of a synapse, as a row of the table in the wire specification, section 1.</summary>
public sealed class SynapseMember
{
    private readonly Func<Synapse, object?> _get;
    private readonly Func<Synapse, object?, Synapse> _set;

    private SynapseMember(
        string name, SynapseValueKind kind, bool isRequired, bool isNullable, bool answerMayChange, bool isNullRefused, Func<Synapse, object?> get, Func<Synapse, object?, Synapse> set)
    {
        Name = name;
        Utf8Name = Encoding.ASCII.GetBytes(name);
        Kind = kind;
        IsRequired = isRequired;
        IsNullable = isNullable;
        AnswerMayChange = answerMayChange;
        IsNullRefused = isNullRefused;
        _get = get;
        _set = set;
    }

    public string Name { get; }

    public SynapseValueKind Kind { get; }

    /// <summary>Whether a body without it is refused, and whether requests announce it by a header <c>bt_header_input_obj_...</c>.</summary>
    public bool IsRequired { get; }

    /// <summary>Whether null is a value of it.</summary>
    public bool IsNullable { get; }

    /// <summary>Whether a caller takes it over from an answer.</summary>
    public bool AnswerMayChange { get; }

    /// <summary>The value of its <c>bt_header_input_obj_...</c> header: base64 of the JSON of an empty value of its type, never the value itself.</summary>
    public string HeaderPlaceholder => Kind switch
    {
        SynapseValueKind.Text => "IiI=",
        SynapseValueKind.Integer => "MA==",
        SynapseValueKind.NumberList => "W10=",
        _ => "bnVsbA==",
    };

    /// <summary>Whether axons of SDK 10 refuse null, which their own dendrites send, but take absence (wire specification, section 4, step 9).</summary>
    internal bool IsNullRefused { get; }

    internal byte[] Utf8Name { get; }

    internal object? Get(Synapse synapse) => _get(synapse);

    internal Synapse Set(Synapse synapse, object? value) => _set(synapse, value);

    internal static SynapseMember Of<TSynapse, TValue>(
        string name,
        SynapseValueKind kind,
        Func<TSynapse, TValue> get,
        Func<TSynapse, TValue, TSynapse> set,
        bool isRequired = false,
        bool isNullable = false,
        bool answerMayChange = false,
        bool isNullRefused = false)
        where TSynapse : Synapse =>
        new(name, kind, isRequired, isNullable, answerMayChange, isNullRefused, synapse => get((TSynapse)synapse), (synapse, value) => set((TSynapse)synapse, (TValue)value!));
}
