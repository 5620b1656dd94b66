using Tsps.Bittensor.Tests.Axon.Replay;

namespace Tsps.Bittensor.Tests.Fuzz;

/// <summary>Makes requests wrong in a few places, reproducibly.</summary>
internal sealed class RequestMutator(int seed) : Mutator(seed)
{
    private static readonly string[] Paths =
    [
        "/", "//", "/Synapse", "/Synapse/", "/LiveForward", "/LiveBackward?x=1", "/TrainingForward/more", "/TrainingBackward#", "/%4civeForward", "/%", "/%zz", "/LiveForward%2f",
        "", "*", "http://host/LiveForward", "/docs", "/Live\u0000Forward", "/" + new string('x', 9000),
    ];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "HEAD", "OPTIONS", "", "get", "P\u00d6ST"];

    public RawRequest Mutate(RawRequest request)
    {
        for (var changes = Next(3) + 1; changes > 0; changes--)
        {
            request = Next(10) switch
            {
                0 => request with { Path = Pick(Paths) },
                1 => request with { Method = Pick(Methods) },
                2 => request with { DeclaredLength = Pick<long?>([null, 0, 1, request.Body.Length + 1, long.MaxValue, -1]) },
                3 => request with { Headers = [.. request.Headers.Where(_ => Next(20) > 0)] },
                4 or 5 when request.Headers.Count > 0 => MutateHeader(request, Pick(request.Headers).Key),
                _ => WithBody(request, MutateBody(request.Body)),
            };
        }

        return request;
    }

    /// <summary>Changes one of these headers, or has it twice.</summary>
    public RawRequest MutateHeader(RawRequest request, params string[] names)
    {
        var name = Pick(names);
        var changed = KeyValuePair.Create(name, MutateValue(request.Header(name) ?? "", request.Headers));
        return request with { Headers = [.. request.Headers.Where(header => header.Key != name || Next(4) == 0), changed] };
    }

    private static RawRequest WithBody(RawRequest request, byte[] body) =>
        request with { Body = body, DeclaredLength = request.DeclaredLength is null ? null : body.Length };
}
