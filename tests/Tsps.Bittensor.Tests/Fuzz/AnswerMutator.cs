using System.Globalization;
using System.Text;
using Tsps.Bittensor.Tests.Axon.Replay;

namespace Tsps.Bittensor.Tests.Fuzz;

/// <summary>Makes answers wrong in a few places, reproducibly. Most have the right length, so that what is wrong within them is read.</summary>
internal sealed class AnswerMutator(int seed) : Mutator(seed)
{
    private static readonly string[] Statuses =
    [
        "200 OK", "200", "201 Created", "204 No Content", "100 Continue", "307 Temporary Redirect", "401 X", "403 X", "500 X", "503 X", "999 X", "0 X", "X",
    ];

    public byte[] Mutate(RecordedAnswer answer)
    {
        var status = $"{answer.StatusCode} X";
        var (headers, body) = (answer.Headers.ToList(), answer.Body);
        for (var changes = Next(3) + 1; changes > 0; changes--)
        {
            switch (Next(8))
            {
                case 0:
                    status = Pick(Statuses);
                    break;
                case 1:
                    headers.RemoveAt(Next(headers.Count));
                    headers.Add(new("x-one-more", "1"));
                    break;
                case 2 or 3:
                    var at = Next(headers.Count);
                    headers[at] = new(headers[at].Key, MutateValue(headers[at].Value, headers));
                    break;
                default:
                    body = MutateBody(body);
                    break;
            }
        }

        var length = Next(10) == 0 ? answer.Body.Length : body.Length;
        var head = $"HTTP/1.1 {status}\r\n{string.Concat(headers.Select(header => $"{header.Key}: {Announced(header, length)}\r\n"))}\r\n";
        byte[] bytes = [.. Encoding.UTF8.GetBytes(head), .. body];
        return Next(10) == 0 ? Mutate(bytes) : bytes;
    }

    private static string Announced(KeyValuePair<string, string> header, int length) =>
        header.Key.Equals("content-length", StringComparison.OrdinalIgnoreCase) ? length.ToString(CultureInfo.InvariantCulture) : header.Value;
}
