using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tests.Axon.Replay;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Axon.Nonces;

/// <summary>The edges of the time window to the nanosecond, which the clock of .NET cannot show.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed partial class NonceRulesGoldenTests
{
    private const string Refused = "Not Verified with error: ";

    [Theory]
    [InlineData(KnownDifferences.Sdk6)]
    [InlineData(KnownDifferences.Sdk10)]
    public void The_window_ends_where_it_was_recorded_to(string sdk)
    {
        using var vectors = GoldenFile.Read($"wire/responses/axon_{sdk}.json.gz");
        RecordedCase[] cases = [.. vectors.RootElement.GetProperty("cases").EnumerateArray().Select(RecordedCase.Read).Where(recorded => ClockNote().IsMatch(recorded.Note))];

        Assert.NotEmpty(cases);
        Assert.All(cases, recorded =>
        {
            var request = Assert.Single(RawRequest.ParseAll(recorded.Request!));
            var headers = AxonRequestHeaders.Read(SynapseTypes.Find(request.Path.TrimStart('/'))!, request.Headers);
            var claim = new NonceClaim(headers.Dendrite.Nonce, headers.Dendrite.Version, headers.Timeout);
            var now = Int128.Parse(ClockNote().Match(recorded.Note).Groups[1].Value, CultureInfo.InvariantCulture);

            var refusal = NonceRules.Refusal(claim, null, now, TimeSpan.FromMinutes(10));

            Assert.Equal(RecordedRefusal(recorded.Answers[0]), refusal);
        });
    }

    private static string? RecordedRefusal(RecordedAnswer answer)
    {
        if (answer.StatusCode == 200)
        {
            return null;
        }

        using var body = JsonDocument.Parse(Encoding.UTF8.GetString(answer.Body));
        return body.RootElement.GetProperty("message").GetString()![Refused.Length..];
    }

    [GeneratedRegex("axon clock ([0-9]+) ns")]
    private static partial Regex ClockNote();
}
