using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>Asks as the question's generation does: with samples at once, without them for commitments first.</summary>
public sealed class GenerationQuery(IMinerQuery withSamples, IMinerQuery commitFirst) : IMinerQuery
{
    public ValueTask<IReadOnlyList<MinerReply>> AskAsync(ForwardQuestion question, IReadOnlyList<Neuron> targets, CancellationToken cancellationToken) =>
        (question.Samples is null ? commitFirst : withSamples).AskAsync(question, targets, cancellationToken);
}
