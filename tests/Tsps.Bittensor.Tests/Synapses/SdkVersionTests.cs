using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Synapses;

[Trait(Categories.Name, Categories.Unit)]
public sealed class SdkVersionTests
{
    [Theory]
    [InlineData(672, TensorDtypeSpelling.Torch, false)]
    [InlineData(999, TensorDtypeSpelling.Torch, false)]
    [InlineData(7_001_000, TensorDtypeSpelling.Torch, false)]
    [InlineData(7_002_000, TensorDtypeSpelling.Torch, true)]
    [InlineData(10_000_000, TensorDtypeSpelling.Bare, true)]
    [InlineData(10_005_000, TensorDtypeSpelling.Bare, true)]
    public void A_version_tells_the_spelling_and_the_clock_of_nonces(long number, TensorDtypeSpelling spelling, bool unixNonces)
    {
        var version = new SdkVersion(number);

        Assert.Equal(spelling, version.Spelling);
        Assert.Equal(unixNonces, version.HasUnixNonces);
    }

    [Fact]
    public void An_answer_is_spelled_as_the_request_was_whatever_the_version_says()
    {
        var torch = new TensorBlock(null, TensorDtype.Float64, TensorDtypeSpelling.Torch, [0]);

        Assert.Equal(TensorDtypeSpelling.Torch, SdkVersion.SpellingForAnswer(torch, SdkVersion.Ten.Number));
        Assert.Equal(TensorDtypeSpelling.Bare, SdkVersion.SpellingForAnswer(torch.WithSpelling(TensorDtypeSpelling.Bare), SdkVersion.Six.Number));
    }

    [Fact]
    public void An_answer_to_a_request_without_tensor_is_spelled_as_the_version_reads()
    {
        Assert.Equal(TensorDtypeSpelling.Bare, SdkVersion.SpellingForAnswer(null, SdkVersion.Ten.Number));
        Assert.Equal(TensorDtypeSpelling.Torch, SdkVersion.SpellingForAnswer(null, SdkVersion.Six.Number));
        Assert.Equal(TensorDtypeSpelling.Torch, SdkVersion.SpellingForAnswer(null, null));
    }
}
