using System.Buffers;
using System.Globalization;
using System.Text;
using Tsps.Bittensor.Synapses;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Synapses;

/// <summary>Nonces keep their value in every form that they take, however large they are.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed class TerminalNonceTests
{
    public static TheoryData<string> Nonces =>
        ["0", "-1", "1705838400395001185", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "99999999999999999999999999"];

    [Theory]
    [MemberData(nameof(Nonces))]
    public void Bodies_carry_nonces_of_any_size(string text)
    {
        var terminal = new TerminalInfo { Nonce = Parse(text) };
        var body = new ArrayBufferWriter<byte>();
        SynapseJson.Write(body, new Synapse { Dendrite = terminal }, SynapseJsonStyle.Answer);

        Assert.Contains($"\"nonce\":{text},", Encoding.UTF8.GetString(body.WrittenSpan), StringComparison.Ordinal);
        Assert.Equal(terminal, SynapseJson.Read(SynapseTypes.Ping, body.WrittenMemory).Dendrite);
    }

    [Theory]
    [MemberData(nameof(Nonces))]
    public void Headers_carry_nonces_of_any_size(string text)
    {
        var terminal = new TerminalInfo { Nonce = Parse(text) };
        var (name, value) = Assert.Single(TerminalHeaders.Write(TerminalHeaders.DendritePrefix, terminal));

        Assert.Equal(text, value);
        Assert.Equal(terminal, TerminalHeaders.Read(TerminalHeaders.DendritePrefix, TerminalInfo.Empty, name, value));
    }

    [Theory]
    [MemberData(nameof(Nonces))]
    public void Nonces_are_read_as_they_were_given(string text)
    {
        var terminal = new TerminalInfo { Nonce = Parse(text) };

        Assert.Equal(Parse(text), terminal.Nonce);
        Assert.Equal(terminal, new TerminalInfo { Nonce = Parse(text) });
        Assert.Contains($"Nonce = {text},", terminal.ToString(), StringComparison.Ordinal);
        Assert.Null((terminal with { Nonce = null }).Nonce);
    }

    private static Int128 Parse(string text) => Int128.Parse(text, CultureInfo.InvariantCulture);
}
