using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation.Tests;

/// <summary>Miners without a network: miner n is off the last close by n dollars, unless a test says otherwise.</summary>
internal sealed class ScriptedMiners : IMinerQuery
{
    public List<ForwardQuestion> Questions { get; } = [];

    /// <summary>Each single miner that was asked, and how.</summary>
    public List<(Neuron Miner, ForwardQuestion Question)> Asked { get; } = [];

    /// <summary>What a miner answers; a refusal where it gives null.</summary>
    public Func<Neuron, ForwardQuestion, double[]?> Answer { get; set; } =
        (neuron, question) => [.. Enumerable.Repeat((question.Samples is { } samples ? samples.Row(SampleRow.Close)[^1] : 30_000) + neuron.Uid, question.Stream.PredictionSize)];

    /// <summary>Runs before the answers are handed back.</summary>
    public Func<Task> BeforeAnswers { get; set; } = () => Task.CompletedTask;

    public async ValueTask<IReadOnlyList<MinerReply>> AskAsync(ForwardQuestion question, IReadOnlyList<Neuron> targets, CancellationToken cancellationToken)
    {
        lock (Questions)
        {
            Questions.Add(question);
            Asked.AddRange(targets.Select(target => (target, question)));
        }

        await BeforeAnswers();
        return [.. targets.Select(target => Answer(target, question) is { } closes
            ? new MinerReply(target.Hotkey.Address, target.Uid, 200, "Success", 0.1, "float64", closes, null)
            : new MinerReply(target.Hotkey.Address, target.Uid, 408, "Timeout", null, null, null, "no answer") { Contact = MinerContact.Silent })];
    }
}
