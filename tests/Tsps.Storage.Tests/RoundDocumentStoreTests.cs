using Tsps.Testing;

namespace Tsps.Storage.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class RoundDocumentStoreTests(AzuriteFixture azurite) : StorageTest(azurite)
{
    private RoundDocumentStore Documents => new(Blobs);

    [Fact]
    public async Task Answers_are_read_back_to_the_bit()
    {
        var answers = NewAnswers([0.1 + 0.2, 43250.12, double.Epsilon, double.MaxValue, 1e16]);

        await Documents.CreateAnswersAsync(answers, SlotAt(Noon), Token);
        var read = (await Documents.FindAnswersAsync(Stream, SlotAt(Noon), Token))!;

        Assert.Equal(answers.Replies[0].Closes, read.Replies[0].Closes);
        Assert.Equal(answers.Replies[1], read.Replies[1]);
        Assert.Equal(answers with { Replies = [] }, read with { Replies = [] });
    }

    [Fact]
    public async Task Whoever_stores_answers_second_gets_the_first_ones()
    {
        var first = await Documents.CreateAnswersAsync(NewAnswers([1]), SlotAt(Noon), Token);
        var second = await Documents.CreateAnswersAsync(NewAnswers([2]), SlotAt(Noon), Token);

        Assert.Equal(first.RequestUuid, second.RequestUuid);
        Assert.Equal([1d], second.Replies[0].Closes);
    }

    [Fact]
    public async Task Whoever_stores_scores_second_gets_the_first_ones()
    {
        var first = await Documents.CreateScoresAsync(NewScores(0.25), SlotAt(Noon), Token);
        var second = await Documents.CreateScoresAsync(NewScores(0.75), SlotAt(Noon), Token);

        Assert.Equal(first.RequestUuid, second.RequestUuid);
        Assert.Equal(0.25, Assert.Single(second.State).Score);
    }

    [Fact]
    public async Task Nothing_is_found_before_anything_was_written()
    {
        Assert.Null(await Documents.FindAnswersAsync(Stream, SlotAt(Noon), Token));
        Assert.Null(await Documents.FindScoresAsync(Stream, SlotAt(Noon), Token));
    }

    private static RoundAnswers NewAnswers(double[] closes) => new()
    {
        StreamId = Stream,
        Slot = SlotAt(Noon).Key,
        RequestUuid = Guid.NewGuid(),
        StartMs = 1_709_294_400_000,
        EndMs = 1_709_324_400_000,
        SampleColumns = 7200,
        Replies =
        [
            new MinerReply("5Alice", 1, 200, "Success", 0.25, "float64", closes, null),
            new MinerReply("5Bob", 2, 408, "Timedout after 180.0 seconds.", null, null, null, "no answer in time"),
        ],
    };

    private static RoundScores NewScores(double score) => new()
    {
        StreamId = Stream,
        Slot = SlotAt(Noon).Key,
        RequestUuid = Guid.NewGuid(),
        PreviousSlot = null,
        Profile = "v4",
        TruthSource = "test",
        TruthCloses = [1, 2],
        Deregistered = [],
        GeometricMean = 0.5,
        Miners = [new MinerScore("5Alice", 1, 12.5, 1)],
        State = [new StateEntry("5Alice", score)],
    };
}
