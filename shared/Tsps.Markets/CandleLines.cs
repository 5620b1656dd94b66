using System.Globalization;
using Tsps.Domain;

namespace Tsps.Markets;

/// <summary>Reads a candle file's lines one after the other and knows what the line before held.</summary>
internal sealed class CandleLines
{
    public const string Header = "open_time_ms,open,high,low,close,volume";

    private static readonly string[] Names = Header.Split(',');

    private readonly string _path;
    private readonly long _intervalMs;
    private readonly int[] _places;
    private readonly int _columns;
    private readonly Range[] _fields;
    private int _line = 1;
    private long? _previousOpenMs;

    public CandleLines(string path, string header, TimeSpan interval)
    {
        _path = path;
        _intervalMs = interval.Ticks / TimeSpan.TicksPerMillisecond;
        var columns = header.Split(',', StringSplitOptions.TrimEntries);
        _columns = columns.Length;
        _fields = new Range[_columns + 1]; // One more than a right line needs shows a line that is too long.
        _places = [.. Names.Select(name => Find(columns, name))];
    }

    public bool HasCandles => _previousOpenMs is not null;

    /// <summary>The candle of the next line; null for an empty line.</summary>
    public Candle? Parse(ReadOnlySpan<char> line)
    {
        _line++;
        if (line.IsWhiteSpace())
        {
            return null;
        }

        var count = line.Split(_fields, ',');
        if (count != _columns)
        {
            throw new InvalidDataException($"{_path}, line {_line}: {(count < _columns ? count : "more")} columns, where the header has {_columns}.");
        }

        var openTimeMs = OpenTime(Field(line, 0));
        var candle = new Candle(
            openTimeMs,
            Number(line, 1),
            Number(line, 2),
            Number(line, 3),
            Number(line, 4),
            Number(line, 5));
        if (candle.High < candle.Low)
        {
            throw Wrong(2, string.Create(CultureInfo.InvariantCulture, $"the high {candle.High} is below the low {candle.Low}"));
        }

        _previousOpenMs = openTimeMs;
        return candle;
    }

    private int Find(string[] columns, string name)
    {
        var places = columns.Index().Where(column => string.Equals(column.Item, name, StringComparison.OrdinalIgnoreCase)).ToList();
        return places switch
        {
            [var place] => place.Index,
            [] => throw new InvalidDataException($"{_path}, line 1: the header has no column {name}; it must name {Header}, in any order."),
            _ => throw new InvalidDataException($"{_path}, line 1: the header names the column {name} more than once."),
        };
    }

    private long OpenTime(ReadOnlySpan<char> field)
    {
        if (!long.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var openTimeMs) || !CandleNumber.IsTime(openTimeMs))
        {
            throw Wrong(0, $"'{field}' is no time in Unix milliseconds");
        }

        if (openTimeMs == _previousOpenMs)
        {
            throw Wrong(0, $"a second candle opens at {openTimeMs}");
        }

        if (openTimeMs < _previousOpenMs)
        {
            throw Wrong(0, $"{openTimeMs} does not ascend, the candle ahead opens at {_previousOpenMs}");
        }

        if (openTimeMs < _previousOpenMs + _intervalMs)
        {
            throw Wrong(0, $"{openTimeMs} lies within the candle ahead, which opens at {_previousOpenMs} and lasts {_intervalMs} ms");
        }

        return openTimeMs;
    }

    private double Number(ReadOnlySpan<char> line, int name)
    {
        var field = Field(line, name);
        var problem = CandleNumber.Parse(field, isVolume: name == Names.Length - 1, out var number);
        return problem is null ? number : throw Wrong(name, $"'{field}' {problem}");
    }

    private ReadOnlySpan<char> Field(ReadOnlySpan<char> line, int name) => line[_fields[_places[name]]].Trim();

    private InvalidDataException Wrong(int name, string what) => new($"{_path}, line {_line}, column {Names[name]}: {what}.");
}
