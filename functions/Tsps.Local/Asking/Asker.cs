using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;
using Tsps.Local.Commands;
using Tsps.Validation.Asking;

namespace Tsps.Local.Asking;

/// <summary>Asks, and writes what comes of it: lines as they come to be known, or one JSON object at the end.</summary>
internal sealed class Asker(IHotkeySigner signer, bool asJson, TextWriter output) : IDisposable
{
    private readonly DendriteClient _dendrite = new(signer, new DendriteOptions { AllowPrivateAddresses = true }, TimeProvider.System, NullLogger<DendriteClient>.Instance);

    /// <returns>Whether the answer is good.</returns>
    /// <exception cref="CommandException">It was stopped before there was an answer.</exception>
    internal async Task<bool> AskAsync(AskedQuestion asked, CancellationToken stop)
    {
        await WriteLinesAsync(AskText.Ask(asked));
        var report = AnswerReport.Of(asked.Question, await SendAsync(asked, stop));
        await WriteLinesAsync(AskText.Answer(report));
        await WriteJsonAsync(asked, report, null);
        return report.IsSuccess;
    }

    /// <summary>Asks for a commitment, and after a pause for the forecast that it is held against.</summary>
    /// <returns>Whether the forecast is the one that was committed to, and good.</returns>
    /// <exception cref="CommandException">It was stopped before there was an answer.</exception>
    internal async Task<bool> AskHashFirstAsync(AskedQuestion hash, AskedQuestion forward, TimeSpan pause, CancellationToken stop)
    {
        await WriteLinesAsync(AskText.Ask(hash));
        var committing = await SendAsync(hash, stop);
        var report = AnswerReport.Of(hash.Question, committing);
        await WriteLinesAsync(AskText.Answer(report));
        if (report.Commitment is null)
        {
            await WriteJsonAsync(hash, report, null);
            return false;
        }

        await WriteLinesAsync(AskText.Pause(pause, forward));
        await WaitAsync(pause, stop);
        var answer = await SendAsync(forward, stop);
        var forecast = AnswerReport.Of(forward.Question, answer);
        var commitment = CommitmentReport.Of(committing, answer, forward.Question.PredictionSize);
        await WriteLinesAsync([.. AskText.Answer(forecast), .. AskText.Match(commitment)]);
        await WriteJsonAsync(forward, forecast, commitment);
        return forecast.IsSuccess && commitment.IsKept;
    }

    public void Dispose() => _dendrite.Dispose();

    private async Task<DendriteAnswer<Synapse>> SendAsync(AskedQuestion asked, CancellationToken stop)
    {
        try
        {
            var answers = await _dendrite.AskAsync(asked.Question.Synapse, [asked.Target], asked.Question.Timeout, stop);
            return answers[0];
        }
        catch (OperationCanceledException stopped) when (stop.IsCancellationRequested)
        {
            throw Stopped(stopped);
        }
    }

    private static async Task WaitAsync(TimeSpan pause, CancellationToken stop)
    {
        try
        {
            await Task.Delay(pause, stop);
        }
        catch (OperationCanceledException stopped) when (stop.IsCancellationRequested)
        {
            throw Stopped(stopped);
        }
    }

    private static CommandException Stopped(OperationCanceledException stopped) => new("Stopped before there was an answer.", stopped);

    private Task WriteLinesAsync(IEnumerable<string> lines) => asJson ? Task.CompletedTask : output.WriteAsync(lines);

    private async Task WriteJsonAsync(AskedQuestion asked, AnswerReport report, CommitmentReport? commitment)
    {
        if (asJson)
        {
            await output.WriteLineAsync(AskJson.Write(asked, report, commitment));
        }
    }
}
