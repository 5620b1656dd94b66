using System.Text;
using Tsps.Bittensor.Tests.Axon.Replay;

namespace Tsps.Bittensor.Tests.Axon;

/// <summary>Makes requests wrong in a few places, reproducibly.</summary>
internal sealed class RequestMutator(int seed)
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

    private static readonly string[] Paths =
    [
        "/", "//", "/Synapse", "/Synapse/", "/LiveForward", "/LiveBackward?x=1", "/TrainingForward/more", "/TrainingBackward#", "/%4civeForward", "/%", "/%zz", "/LiveForward%2f",
        "", "*", "http://host/LiveForward", "/docs", "/Live\u0000Forward", "/" + new string('x', 9000),
    ];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "HEAD", "OPTIONS", "", "get", "P\u00d6ST"];

    private readonly Random _random = new(seed);

    public RawRequest Mutate(RawRequest request)
    {
        for (var changes = _random.Next(1, 4); changes > 0; changes--)
        {
            request = _random.Next(10) switch
            {
                0 => request with { Path = Pick(Paths) },
                1 => request with { Method = Pick(Methods) },
                2 => request with { DeclaredLength = Pick<long?>([null, 0, 1, request.Body.Length + 1, long.MaxValue, -1]) },
                3 => request with { Headers = [.. request.Headers.Where(_ => _random.Next(20) > 0)] },
                4 or 5 => WithHeader(request),
                _ => WithBody(request),
            };
        }

        return request;
    }

    private RawRequest WithHeader(RawRequest request)
    {
        if (request.Headers.Count == 0)
        {
            return request;
        }

        var headers = request.Headers.ToList();
        var at = _random.Next(headers.Count);
        var (name, value) = headers[at];
        var changed = _random.Next(3) switch
        {
            0 => Pick(Texts),
            1 => value + Pick(Texts),
            _ => Pick(headers.ToArray()).Value,
        };
        if (_random.Next(4) == 0)
        {
            headers.Add(new(name, changed));
        }
        else
        {
            headers[at] = new(name, changed);
        }

        return request with { Headers = headers };
    }

    private RawRequest WithBody(RawRequest request)
    {
        var body = request.Body;
        var at = _random.Next(body.Length + 1);
        var until = Math.Min(body.Length, at + _random.Next(32));
        body = _random.Next(4) switch
        {
            0 => body[..at],
            1 => [.. body[..at], .. body[until..]],
            2 when at < body.Length => [.. body[..at], (byte)_random.Next(256), .. body[(at + 1)..]],
            _ => [.. body[..at], .. Pick(Fragments), .. body[until..]],
        };
        return request with { Body = body, DeclaredLength = request.DeclaredLength is null ? null : body.Length };
    }

    private T Pick<T>(T[] choices) => choices[_random.Next(choices.Length)];
}
