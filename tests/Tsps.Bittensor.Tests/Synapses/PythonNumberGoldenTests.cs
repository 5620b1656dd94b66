using System.Globalization;
using Tsps.Bittensor.Synapses;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Synapses;

[Trait(Categories.Name, Categories.Golden)]
public sealed class PythonNumberGoldenTests
{
    [Fact]
    public void Prints_doubles_as_Python_does()
    {
        using var vectors = GoldenFile.Read("wire/commitments.json");
        Assert.All(vectors.RootElement.GetProperty("double_texts").EnumerateArray(), vector =>
        {
            var bits = ulong.Parse(vector.GetProperty("bits_hex").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Assert.Equal(vector.GetProperty("python_text").GetString(), PythonNumber.Format(BitConverter.UInt64BitsToDouble(bits)));
        });
    }
}
