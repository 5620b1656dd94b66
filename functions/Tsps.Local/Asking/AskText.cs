using System.Globalization;
using System.Text;
using Tsps.Validation.Asking;

namespace Tsps.Local.Asking;

/// <summary>A question and its answer in lines for people.</summary>
internal static class AskText
{
    private const int ShownCloses = 3;
    private const int Width = 60;
    private const int LongestMessage = 500;

    internal static IEnumerable<string> Ask(AskedQuestion asked)
    {
        yield return Line("axon", $"{asked.Target.Endpoint} of {asked.Target.Hotkey}");
        yield return Line("asked by", $"{asked.Caller}");
        yield return Line("synapse", $"{asked.Question.Synapse.Name} ({asked.GenerationName}), {asked.Question.Timeout.TotalSeconds} s at most");
        if (asked.Candles is { } candles)
        {
            yield return Line("candles", $"{candles.Candles.Count}, {candles.Source}; last close {Number(candles.LastClose)}");
        }
    }

    internal static IEnumerable<string> Answer(AnswerReport report)
    {
        yield return Line("status", $"{report.Status?.ToString(CultureInfo.InvariantCulture) ?? "none"} {Plain(report.Message)}".TrimEnd());
        if (report.Problem is { } problem)
        {
            yield return Line("meaning", Plain(problem));
        }

        yield return Line("time", report.ProcessTime is { } seconds ? $"{seconds:0.000} s" : "-");
        yield return Line("sizes", $"request {report.RequestBytes} bytes, answer {report.AnswerBytes} bytes");
        if (report.Commitment is { } commitment)
        {
            yield return Line("commitment", Plain(commitment));
        }

        if (report.Received is { } received)
        {
            yield return Line("received", received ? "yes" : "no");
        }

        foreach (var line in Forecast(report))
        {
            yield return line;
        }
    }

    /// <summary>What stands between a commitment and the question for its forecast.</summary>
    internal static IEnumerable<string> Pause(TimeSpan pause, AskedQuestion next)
    {
        yield return "";
        yield return Line("synapse", $"{next.Question.Synapse.Name} ({next.GenerationName}) after {pause.TotalSeconds} s, {next.Question.Timeout.TotalSeconds} s at most");
    }

    internal static IEnumerable<string> Match(CommitmentReport commitment)
    {
        if (commitment.IsKept)
        {
            yield return Line("matches", "yes: the forecast is the one that was committed to");
            yield break;
        }

        yield return Line("matches", $"NO: {commitment.Refusal}");
        if (commitment.Forecast is { } hash && hash != commitment.Committed)
        {
            yield return Line("", $"the hash of this forecast is {hash}");
        }
    }

    private static IEnumerable<string> Forecast(AnswerReport report)
    {
        if (report.Closes is not { Count: > 0 } closes)
        {
            yield break;
        }

        yield return Line("forecast", $"{closes.Count} closes, {report.DtypeName}");
        yield return Line("", Sparkline.Draw(closes, Width));
        yield return Line("first", Numbers(closes.Take(ShownCloses)));
        yield return Line("last", Numbers(closes.TakeLast(ShownCloses)));
        yield return Line("lowest", Number(closes.Min()));
        yield return Line("highest", Number(closes.Max()));
    }

    private static string Line(string label, FormattableString text) => Line(label, FormattableString.Invariant(text));

    private static string Line(string label, string text) => $"{label,-11} {text}";

    private static string Numbers(IEnumerable<double> numbers) => string.Join("  ", numbers.Select(Number));

    private static string Number(double number) => number.ToString("G9", CultureInfo.InvariantCulture);

    /// <summary>What the other side wrote, fit for a terminal: without control characters, and not endless.</summary>
    private static string Plain(string? text)
    {
        var plain = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes().Take(LongestMessage))
        {
            var isShown = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            plain.Append(isShown ? rune.ToString() : " ");
        }

        return plain.ToString().Trim();
    }
}
