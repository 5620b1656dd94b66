using System.Text;
using System.Text.RegularExpressions;

namespace Tsps.Bittensor.Tests.Fuzz;

/// <summary>Makes bytes and texts wrong in one place, reproducibly.</summary>
internal abstract partial class Mutator(int seed)
{
    private static readonly string[] Texts =
    [
        "", " ", "0", "-1", "1.5", "nan", "-inf", "1e999", "99999999999999999999999999999999999999", "-170141183460469231731687303715884105728", "0x", "None", "null",
        "true", "[]", "{}", "\"", "\\", "\r\nbt_header_axon_status_code: 200", "caf\u00e9", "\ud83d\ude00", "\ud800", "\0", "%00%ff", "IiI=", "bnVsbA==", "W10=", "====",
        "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", new string('A', 9000), new string('7', 9000),
    ];

    private static readonly byte[][] Fragments =
    [
        .. Texts.Select(Encoding.UTF8.GetBytes),
        "\"samples\": {\"buffer\": \"hcQCbmTD\", \"dtype\": \"float64\", \"shape\": [9223372036854775807, -1]}, "u8.ToArray(),
        "\"shape\": [1000000, 1000000, 1000000], "u8.ToArray(),
        "\"shape\": \"torch.Size([-5, 2])\", "u8.ToArray(),
        "\"dtype\": \"torch.float16\", "u8.ToArray(),
        "\"buffer\": \"////\", "u8.ToArray(),
        "\"buffer\": \"hMQCbmTDxAR0eXBlo085OcQEa2luZMQBT8QFc2hhcGWRAcQEZGF0YcQBAA==\", "u8.ToArray(),
        "\"dendrite\": null, "u8.ToArray(),
        "NaN"u8.ToArray(),
        [0xff, 0xfe],
        [0xef, 0xbb, 0xbf],
        Encoding.ASCII.GetBytes(new string('[', 200)),
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100))),
    ];

    private readonly Random _random = new(seed);

    public bool Flip() => _random.Next(2) == 0;

    protected int Next(int below) => _random.Next(below);

    protected T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>Cut short, with a part less, with another byte, or with a fragment that has a meaning.</summary>
    protected byte[] Mutate(byte[] bytes)
    {
        var at = _random.Next(bytes.Length + 1);
        var until = Math.Min(bytes.Length, at + _random.Next(32));
        return _random.Next(4) switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], .. bytes[until..]],
            2 when at < bytes.Length => [.. bytes[..at], (byte)_random.Next(256), .. bytes[(at + 1)..]],
            _ => [.. bytes[..at], .. Pick(Fragments), .. bytes[until..]],
        };
    }

    /// <summary>As <see cref="Mutate"/>, or within a tensor, around which all stays well.</summary>
    protected byte[] MutateBody(byte[] body)
    {
        var text = Encoding.Latin1.GetString(body);
        var buffers = Buffer().Matches(text);
        if (buffers.Count == 0 || _random.Next(3) > 0)
        {
            return Mutate(body);
        }

        var base64 = Pick(buffers).Groups["base64"];
        var tensor = new byte[base64.Length];
        return Convert.TryFromBase64String(base64.Value, tensor, out var length)
            ? Encoding.Latin1.GetBytes($"{text[..base64.Index]}{Convert.ToBase64String(Mutate(tensor[..length]))}{text[(base64.Index + base64.Length)..]}")
            : Mutate(body);
    }

    /// <summary>Another value for a header, of which some are as long, or belong to another.</summary>
    protected string MutateValue(string value, IReadOnlyList<KeyValuePair<string, string>> headers) => _random.Next(4) switch
    {
        0 => Pick(Texts),
        1 => value + Pick(Texts),
        2 => Encoding.Latin1.GetString(Mutate(Encoding.Latin1.GetBytes(value))),
        _ => Pick(headers).Value,
    };

    [GeneratedRegex("""
        "buffer": ?"(?<base64>[A-Za-z0-9+/=]*)"
        """)]
    private static partial Regex Buffer();
}
