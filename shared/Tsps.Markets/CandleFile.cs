using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using Tsps.Domain;

namespace Tsps.Markets;

/// <summary>
/// A text file of candles: a header line that names the columns <c>open_time_ms</c> (Unix milliseconds UTC), <c>open</c>, <c>high</c>,
/// <c>low</c>, <c>close</c> and <c>volume</c> in any order, then a line a candle, oldest first. Further columns are ignored.
/// Compressed with gzip or not.
/// </summary>
public static class CandleFile
{
    private const int BufferSize = 1 << 16;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Reads a whole file.</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public static async Task<CandleSeries> LoadAsync(string path, TimeSpan interval, CancellationToken cancellationToken)
    {
        var candles = new List<Candle>();
        await foreach (var candle in ReadAsync(path, interval, cancellationToken))
        {
            candles.Add(candle);
        }

        return new CandleSeries(interval, candles);
    }

    /// <summary>Reads a file candle by candle. Whether it is compressed is seen from its first bytes, not from its name.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The content is not as it must be; the message names file, line and column.</exception>
    public static async IAsyncEnumerable<Candle> ReadAsync(
        string path,
        TimeSpan interval,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using var content = await IsGzipAsync(file, cancellationToken) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var lines = new StreamReader(content, Utf8, detectEncodingFromByteOrderMarks: true, BufferSize);

        var header = await ReadLineAsync(lines, path, cancellationToken) ?? throw new InvalidDataException($"{path} is empty; a file of candles begins with the line {CandleLines.Header}.");
        var parser = new CandleLines(path, header, interval);
        while (await ReadLineAsync(lines, path, cancellationToken) is { } line)
        {
            if (parser.Parse(line) is { } candle)
            {
                yield return candle;
            }
        }

        if (!parser.HasCandles)
        {
            throw new InvalidDataException($"{path} holds no candle below its header.");
        }
    }

    /// <summary>Writes candles so that <paramref name="path"/> holds either all of them or what it held before. A name ending in <c>.gz</c> is compressed.</summary>
    public static async Task WriteAsync(string path, IEnumerable<Candle> candles, CancellationToken cancellationToken)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await WriteContentAsync(unfinished, compress: path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase), candles, cancellationToken);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static async Task WriteContentAsync(string path, bool compress, IEnumerable<Candle> candles, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize, FileOptions.Asynchronous);
        await using (var content = compress ? new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true) : (Stream)file)
        await using (var lines = new StreamWriter(content, Utf8, BufferSize, leaveOpen: true) { NewLine = "\n" })
        {
            await lines.WriteLineAsync(CandleLines.Header.AsMemory(), cancellationToken);
            foreach (var candle in candles)
            {
                var line = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{candle.OpenTimeMs},{candle.Open},{candle.High},{candle.Low},{candle.Close},{candle.Volume}");
                await lines.WriteLineAsync(line.AsMemory(), cancellationToken);
            }
        }
    }

    private static async Task<bool> IsGzipAsync(FileStream file, CancellationToken cancellationToken)
    {
        var magic = new byte[2];
        var read = await file.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellationToken);
        file.Position = 0;
        return read == 2 && magic is [0x1f, 0x8b];
    }

    private static async Task<string?> ReadLineAsync(StreamReader lines, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.ReadLineAsync(cancellationToken);
        }
        catch (InvalidDataException broken)
        {
            throw new InvalidDataException($"{path} is broken gzip: {broken.Message}", broken);
        }
    }
}
