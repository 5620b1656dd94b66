using System.Globalization;
using Tsps.Bittensor.Synapses;

namespace Tsps.Bittensor.Axon;

/// <summary>The header lines of an answer. Values are cut and cleaned, so that no client and no server ever stumbles over one.</summary>
internal sealed class AnswerHeaders
{
    private readonly List<KeyValuePair<string, string>> _lines = new(40);

    public IReadOnlyList<KeyValuePair<string, string>> Lines => _lines;

    public void Add(string name, string? value)
    {
        if (value is not null)
        {
            _lines.Add(new(name, HeaderText.Clean(value)));
        }
    }

    public void Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public void Add(string prefix, TerminalInfo terminal)
    {
        foreach (var (name, value) in TerminalHeaders.Write(prefix, terminal))
        {
            Add(name, value);
        }
    }
}
