namespace Tsps.Bittensor.Axon;

/// <summary>The parts of a path that an axon looks at (wire specification, section 4, steps 1 and 6).</summary>
/// <param name="SynapseName">The text between the first and the second slash, percent-decoded.</param>
/// <param name="Rest">What follows the name, from the second slash on; empty when nothing does.</param>
internal readonly record struct RequestPath(string SynapseName, string Rest)
{
    public static RequestPath Parse(string rawPath)
    {
        var query = rawPath.IndexOf('?', StringComparison.Ordinal);
        var path = Uri.UnescapeDataString(query < 0 ? rawPath : rawPath[..query]);
        var first = path.IndexOf('/', StringComparison.Ordinal);
        if (first < 0)
        {
            return new RequestPath("", path);
        }

        var second = path.IndexOf('/', first + 1);
        return second < 0 ? new RequestPath(path[(first + 1)..], "") : new RequestPath(path[(first + 1)..second], path[second..]);
    }
}
