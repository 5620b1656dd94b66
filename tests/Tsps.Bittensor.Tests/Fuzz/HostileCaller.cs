using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Tests.Axon;
using Tsps.Bittensor.Tests.Axon.Replay;

namespace Tsps.Bittensor.Tests.Fuzz;

/// <summary>Asks an axon one thing after the other and holds that each gets a well-made answer, and that nothing is logged as unforeseen.</summary>
internal sealed partial class HostileCaller(AxonPipeline pipeline, FailureLogger logger, int seed)
{
    private static readonly HashSet<int> Statuses = [200, 307, 400, 401, 403, 404, 405, 408, 413, 422, 500];

    /// <summary>Those that come in every batch, since many mutations end there.</summary>
    private static readonly int[] Frequent = [200, 400, 401, 403, 404, 405, 422];

    private readonly HashSet<int> _seen = [];
    private int _asked;

    public IReadOnlyList<string> Problems => logger.Problems;

    public async Task AskAsync(RawRequest request, CancellationToken cancellationToken)
    {
        var known = logger.Problems.Count;
        if (await FindFaultAsync(request, cancellationToken) is { } fault)
        {
            logger.Problems.Add(fault);
        }

        for (; known < logger.Problems.Count; known++)
        {
            logger.Problems[known] = $"request {_asked} of seed {seed}: {logger.Problems[known]}";
        }

        _asked++;
    }

    /// <summary>Mutations that all end at the same place would try nothing.</summary>
    public void CheckVariety()
    {
        if (Frequent.Except(_seen).ToArray() is { Length: > 0 } missing)
        {
            logger.Problems.Add($"seed {seed}: no request was answered {string.Join(" or ", missing)}");
        }
    }

    private async Task<string?> FindFaultAsync(RawRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await pipeline.AnswerAsync(request.ToAxonRequest(1), cancellationToken);
            _seen.Add(answer.StatusCode);
            return Fault(answer);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return exception.ToString();
        }
    }

    private static string? Fault(AxonResponse answer)
    {
        if (!Statuses.Contains(answer.StatusCode))
        {
            return $"status {answer.StatusCode}";
        }

        if (answer.Headers.FirstOrDefault(header => !HeaderLine().IsMatch($"{header.Key}: {header.Value}")) is { Key: not null } unfit)
        {
            return $"header {unfit.Key}: {unfit.Value}";
        }

        try
        {
            using var body = answer.Body.IsEmpty ? null : JsonDocument.Parse(answer.Body);
            var isWell = body is null ? answer.StatusCode is 307 or 405 : body.RootElement.TryGetProperty(answer.StatusCode == 200 ? "name" : "message", out _);
            return isWell ? null : $"{answer.StatusCode} with the body {Encoding.UTF8.GetString(answer.Body.Span)}";
        }
        catch (JsonException exception)
        {
            return $"{exception.Message} in {Encoding.UTF8.GetString(answer.Body.Span)}";
        }
    }

    [GeneratedRegex("^[a-z0-9_-]+: [ -~]{0,8000}$")]
    private static partial Regex HeaderLine();
}
