using System.Text.Json;
using Tsps.Domain;

namespace Tsps.Markets.Binance;

/// <summary>
/// Reads Binance's answer: a list of rows <c>[open time in ms, open, high, low, close, volume, ...]</c> whose numbers are texts or
/// numbers. What follows the volume is not looked at.
/// </summary>
internal static class KlinesRows
{
    private const int SaidLength = 200;
    private static readonly string[] Columns = ["open time", "open", "high", "low", "close", "volume"];

    /// <exception cref="JsonException">The answer is no list; the exchange may have better luck next time.</exception>
    /// <exception cref="CandleSourceException">A row is no candle; the message names row and column.</exception>
    public static List<Candle> Read(JsonElement answer) => answer.ValueKind == JsonValueKind.Array
        ? [.. answer.EnumerateArray().Select(ReadRow)]
        : throw new JsonException($"it answered no list of candles but {Printable(answer.GetRawText())}");

    /// <summary>The beginning of what a stranger said, fit for a message.</summary>
    public static string Printable(string text) =>
        string.Concat(text.Take(SaidLength).Select(letter => letter is >= ' ' and <= '~' ? letter : ' '));

    private static Candle ReadRow(JsonElement row, int index)
    {
        if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() < Columns.Length)
        {
            throw new CandleSourceException($"Row {index} of Binance's answer is no list of at least {Columns.Length} columns but {Printable(row.GetRawText())}.");
        }

        if (row[0].ValueKind != JsonValueKind.Number || !row[0].TryGetInt64(out var openTimeMs) || !CandleNumber.IsTime(openTimeMs))
        {
            throw Wrong(row, index, 0, "is no time in Unix milliseconds");
        }

        var candle = new Candle(openTimeMs, Number(row, index, 1), Number(row, index, 2), Number(row, index, 3), Number(row, index, 4), Number(row, index, 5));
        return candle.High >= candle.Low ? candle : throw Wrong(row, index, 2, "is below the low");
    }

    private static double Number(JsonElement row, int index, int column)
    {
        var cell = row[column];
        var text = cell.ValueKind switch
        {
            JsonValueKind.String => cell.GetString(),
            JsonValueKind.Number => cell.GetRawText(),
            _ => "",
        };
        var problem = CandleNumber.Parse(text, isVolume: column == 5, out var number);
        return problem is null ? number : throw Wrong(row, index, column, problem);
    }

    private static CandleSourceException Wrong(JsonElement row, int index, int column, string problem) =>
        new($"Row {index} of Binance's answer, column {Columns[column]}: {Printable(row[column].GetRawText())} {problem}.");
}
