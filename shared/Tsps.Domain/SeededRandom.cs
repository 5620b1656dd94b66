using System.Security.Cryptography;
using System.Text;

namespace Tsps.Domain;

/// <summary>Random numbers that a text alone decides, on every machine: what is drawn for one purpose does not move what is drawn for another.</summary>
public static class SeededRandom
{
    /// <summary>A source of its own for each text.</summary>
    public static Random From(string text) => new(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
}
