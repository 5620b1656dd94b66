using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;
using Tsps.Testing;
using Tsps.Validation.Asking;

namespace Tsps.Validation.Tests.Asking;

[Trait(Categories.Name, Categories.Unit)]
public sealed class AnswerReportTests
{
    private static readonly DendriteTarget Target = new(new Hotkey("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"), null);
    private static readonly AxonQuestion Forward = Question("LiveForward");

    [Fact]
    public void Has_the_forecast_of_a_good_answer()
    {
        double[] closes = [.. Enumerable.Range(1, 100).Select(i => 30_000.5 + i)];

        var report = AnswerReport.Of(Forward, Answer(Live(closes), 200));

        Assert.True(report.IsSuccess);
        Assert.Equal(closes, report.Closes);
        Assert.Equal("float64", report.DtypeName);
    }

    [Fact]
    public void Shows_a_forecast_of_no_use_and_says_why_it_is_none()
    {
        var closes = Enumerable.Repeat(1.0, 99).Append(double.NaN).ToArray();

        var report = AnswerReport.Of(Forward, Answer(Live(closes), 200));

        Assert.False(report.IsSuccess);
        Assert.Equal(closes, report.Closes);
        Assert.Contains("Close 100 of 100 is NaN", report.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "No forecast")]
    [InlineData(99, "[99]")]
    public void Says_that_a_forecast_is_missing_or_of_another_length(int length, string expected)
    {
        var report = AnswerReport.Of(Forward, Answer(length == 0 ? (LiveForward)Forward.Synapse : Live(new double[length]), 200));

        Assert.Null(report.Closes);
        Assert.Contains(expected, report.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_scaled_forecasts_of_training_as_they_are()
    {
        var training = (TrainingForward)Question("TrainingForward").Synapse;

        var report = AnswerReport.Of(Question("TrainingForward"), Answer(training with { Predictions = Block(new double[100]) }, 200));

        Assert.True(report.IsSuccess);
        Assert.Equal(new double[100], report.Closes);
    }

    [Fact]
    public void Has_the_commitment_or_says_that_there_is_none()
    {
        var question = AxonQuestion.Create("LiveForwardHash", WireGeneration.V6, StreamDefinition.BtcUsd5m, Guid.Empty, null);
        var hash = (LiveForwardHash)question.Synapse;

        var committed = AnswerReport.Of(question, Answer(hash with { HashedPredictions = "ab" }, 200));
        var silent = AnswerReport.Of(question, Answer(hash, 200));

        Assert.Equal(("ab", true), (committed.Commitment, committed.IsSuccess));
        Assert.Contains("no commitment", silent.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Holds_a_forecast_against_its_commitment()
    {
        double[] closes = [.. Enumerable.Range(1, 100).Select(i => 30_000.5 + i)];
        var hash = (LiveForwardHash)AxonQuestion.Create("LiveForwardHash", WireGeneration.V6, StreamDefinition.BtcUsd5m, Guid.Empty, null).Synapse;
        var committed = Answer(hash with { HashedPredictions = Commitment.Of(Target.Hotkey, closes) }, 200);

        var kept = CommitmentReport.Of(committed, Answer(Live(closes), 200), 100);
        var changed = CommitmentReport.Of(committed, Answer(Live([.. closes.Reverse()]), 200), 100);
        var absent = CommitmentReport.Of(committed, Answer((LiveForward)Forward.Synapse, 503), 100);

        Assert.Equal((true, kept.Committed), (kept.IsKept, kept.Forecast));
        Assert.Equal((false, Commitment.Of(Target.Hotkey, [.. closes.Reverse()])), (changed.IsKept, changed.Forecast));
        Assert.Contains("not the one that was committed to", changed.Refusal, StringComparison.Ordinal);
        Assert.Null(absent.Forecast);
        Assert.Contains("503", absent.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Needs_no_more_than_the_status_of_other_synapses()
    {
        var ping = AnswerReport.Of(Question("Synapse"), Answer(new Synapse(), 200));
        var backward = AnswerReport.Of(Question("LiveBackward"), Answer((LiveBackward)Question("LiveBackward").Synapse with { Received = true }, 200));

        Assert.True(ping.IsSuccess);
        Assert.Equal((true, true), (backward.IsSuccess, backward.Received));
    }

    [Theory]
    [InlineData(null, DendriteFault.None, "no status")]
    [InlineData(400, DendriteFault.None, "could not take")]
    [InlineData(401, DendriteFault.None, "clocks")]
    [InlineData(403, DendriteFault.None, "not admitted")]
    [InlineData(404, DendriteFault.None, "does not know this synapse")]
    [InlineData(408, DendriteFault.None, "gave up")]
    [InlineData(408, DendriteFault.TimedOut, "firewall")]
    [InlineData(413, DendriteFault.None, "longer")]
    [InlineData(418, DendriteFault.None, "do not answer 418")]
    [InlineData(422, DendriteFault.None, "body")]
    [InlineData(500, DendriteFault.None, "log")]
    [InlineData(503, DendriteFault.None, "overloaded")]
    [InlineData(503, DendriteFault.Unreachable, "No connection")]
    [InlineData(503, DendriteFault.Disconnected, "closed before")]
    [InlineData(400, DendriteFault.MalformedHttp, "not speak HTTP")]
    [InlineData(422, DendriteFault.MalformedAnswer, "not the answer of an axon")]
    [InlineData(503, DendriteFault.AddressRefused, "Nobody was called")]
    public void Says_what_a_status_usually_comes_from(int? status, DendriteFault fault, string expected)
    {
        var report = AnswerReport.Of(Forward, Answer(Forward.Synapse, status, fault));

        Assert.False(report.IsSuccess);
        Assert.Contains(expected, report.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Carries_the_sizes_and_the_message()
    {
        var answer = Answer(Live(new double[100]), 500) with { RequestBytes = 12, AnswerBytes = 34 };

        var report = AnswerReport.Of(Forward, answer);

        Assert.Equal((500, "as it is", 1.5, 12L, 34L), (report.Status!.Value, report.Message, report.ProcessTime!.Value, report.RequestBytes, report.AnswerBytes));
    }

    private static AxonQuestion Question(string synapse) =>
        AxonQuestion.Create(synapse, WireGeneration.V4, StreamDefinition.BtcUsd5m, Guid.Empty, new Samples(100, new double[500]));

    private static LiveForward Live(double[] closes) => (LiveForward)Forward.Synapse with { Predictions = Block(closes) };

    private static TensorBlock Block(double[] values) => TensorCodec.Encode<double>(values, [values.Length], TensorDtypeSpelling.Bare);

    private static DendriteAnswer<Synapse> Answer(Synapse synapse, int? status, DendriteFault fault = DendriteFault.None) =>
        new(Target, synapse with { Dendrite = new TerminalInfo { StatusCode = status, StatusMessage = "as it is", ProcessTime = 1.5 } }, fault);
}
