using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Storage.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class SubmittedWeightsStoreTests(AzuriteFixture azurite) : StorageTest(azurite)
{
    private SubmittedWeightsStore Submissions => new(Tables);

    [Fact]
    public async Task What_is_submitted_moves_on_from_what_was_read_and_not_from_less()
    {
        var empty = await Submissions.ReadAsync(8, Token);
        var set = empty with
        {
            Submitted = new Dictionary<string, RoundSlot> { [Stream] = SlotAt(Noon) },
            Weights = [new UidWeight(3, 65535), new UidWeight(9, 12)],
            SetAt = Noon,
            Failure = "too fast",
            Failures = 2,
            RetryAt = Noon.AddMinutes(10),
        };

        Assert.True(await Submissions.TryWriteAsync(set, Token));
        Assert.False(await Submissions.TryWriteAsync(set, Token));
        var read = await Submissions.ReadAsync(8, Token);
        Assert.Equal(set.Submitted, read.Submitted);
        Assert.Equal(set.Weights, read.Weights);
        Assert.Equal((set.SetAt, set.Failure, set.Failures, set.RetryAt), (read.SetAt, read.Failure, read.Failures, read.RetryAt));
        Assert.True(await Submissions.TryWriteAsync(read with { Failure = null }, Token));
        Assert.Empty((await Submissions.ReadAsync(9, Token)).Weights);
    }
}
