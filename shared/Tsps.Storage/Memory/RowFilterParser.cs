using System.Globalization;
using Azure.Data.Tables;

namespace Tsps.Storage.Memory;

/// <summary>Reads the filters that the stores send: comparisons of a column with a value, joined by and, or and parentheses.</summary>
internal sealed class RowFilterParser(string text)
{
    private int _position;

    /// <exception cref="FormatException">The text is no such filter.</exception>
    public RowFilter Parse()
    {
        var filter = ParseOr();
        return _position == text.Length ? filter : throw Wrong();
    }

    private RowFilter ParseOr()
    {
        var left = ParseAnd();
        while (TryTake("or "))
        {
            left = left.Or(ParseAnd());
        }

        return left;
    }

    private RowFilter ParseAnd()
    {
        var left = ParseTerm();
        while (TryTake("and "))
        {
            left = left.And(ParseTerm());
        }

        return left;
    }

    private RowFilter ParseTerm()
    {
        if (TryTake("("))
        {
            var inner = ParseOr();
            return TryTake(")") ? inner : throw Wrong();
        }

        return Compare(TakeWord(), TakeWord(), TakeValue());
    }

    private RowFilter Compare(string column, string comparison, IComparable value)
    {
        Func<int, bool> holds = comparison switch
        {
            "eq" => static order => order == 0,
            "ne" => static order => order != 0,
            "gt" => static order => order > 0,
            "ge" => static order => order >= 0,
            "lt" => static order => order < 0,
            "le" => static order => order <= 0,
            _ => throw Wrong(),
        };
        var key = value as string;
        return new RowFilter(
            row => ValueOf(row, column) is { } stored && holds(Order(stored, value)),
            column == nameof(TableEntity.PartitionKey) && comparison == "eq" ? key : null,
            column == nameof(TableEntity.RowKey) && comparison is "eq" or "ge" or "gt" ? key : null,
            column == nameof(TableEntity.RowKey) && comparison is "eq" or "le" or "lt" ? key : null);
    }

    private static object? ValueOf(TableEntity row, string column) => column switch
    {
        nameof(TableEntity.PartitionKey) => row.PartitionKey,
        nameof(TableEntity.RowKey) => row.RowKey,
        _ => row.TryGetValue(column, out var value) ? value : null,
    };

    private static int Order(object stored, IComparable value) => (stored, value) switch
    {
        (string left, string right) => string.CompareOrdinal(left, right),
        (int left, long right) => ((long)left).CompareTo(right),
        (int or long, double right) => Convert.ToDouble(stored, CultureInfo.InvariantCulture).CompareTo(right),
        (double left, long right) => left.CompareTo(right),
        _ => ((IComparable)stored).CompareTo(value),
    };

    private string TakeWord()
    {
        var end = text.IndexOf(' ', _position);
        if (end < 0)
        {
            throw Wrong();
        }

        var word = text[_position..end];
        _position = end + 1;
        return word;
    }

    private IComparable TakeValue()
    {
        if (Peek() == '\'')
        {
            return TakeQuoted();
        }

        if (TryTake("datetime"))
        {
            return DateTimeOffset.Parse(TakeQuoted(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        }

        if (TryTake("guid"))
        {
            return Guid.Parse(TakeQuoted());
        }

        var end = text.AsSpan(_position).IndexOfAny(" )");
        var literal = end < 0 ? text[_position..] : text.Substring(_position, end);
        _position += literal.Length;
        SkipSpace();
        return literal switch
        {
            "true" => true,
            "false" => false,
            _ when long.TryParse(literal.TrimEnd('L'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            _ when double.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw Wrong(),
        };
    }

    /// <summary>A text in single quotes; two of them stand for one.</summary>
    private string TakeQuoted()
    {
        for (var end = _position + 1; end < text.Length; end++)
        {
            if (text[end] == '\'' && (end + 1 == text.Length || text[end + 1] != '\''))
            {
                var quoted = text[(_position + 1)..end].Replace("''", "'", StringComparison.Ordinal);
                _position = end + 1;
                SkipSpace();
                return quoted;
            }

            end += text[end] == '\'' ? 1 : 0;
        }

        throw Wrong();
    }

    private bool TryTake(string expected)
    {
        if (!text.AsSpan(_position).StartsWith(expected, StringComparison.Ordinal))
        {
            return false;
        }

        _position += expected.Length;
        if (expected == ")")
        {
            SkipSpace();
        }

        return true;
    }

    private char Peek() => _position < text.Length ? text[_position] : '\0';

    private void SkipSpace()
    {
        while (Peek() == ' ')
        {
            _position++;
        }
    }

    private FormatException Wrong() => new($"The filter is not one that tables in memory know, from character {_position} on: {text}");
}
