using System.Globalization;
using System.IO.Compression;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using Tsps.Domain;

namespace Tsps.Validation.Tests;

/// <summary>Changes what is stored behind the stores' backs.</summary>
internal static class Tampering
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Where a round's document lies in container <c>rounds</c>.</summary>
    public static string PathOf(string streamId, RoundSlot slot, string document) =>
        string.Create(CultureInfo.InvariantCulture, $"{streamId}/{slot.Start.UtcDateTime:yyyy'/'MM'/'dd'/'HHmm}/{document}.json");

    /// <summary>Leaves half of a round's document.</summary>
    public static Task TruncateAsync(ValidatorWorld world, string path) => TruncateAsync(world, path, "rounds");

    public static Task TruncateAsync(ValidatorWorld world, string path, string container) =>
        ChangeBlobAsync(world, path, content => content[..(content.Length / 2)], container);

    /// <summary>Replaces a text where a round's document first has it.</summary>
    public static Task ReplaceTextAsync(ValidatorWorld world, string path, string text, string replacement) =>
        ChangeBlobAsync(world, path, content => Replace(content, text, replacement));

    /// <summary>The same in a day's archive.</summary>
    public static Task ChangeArchiveAsync(ValidatorWorld world, string path, string text, string replacement) =>
        ChangeBlobAsync(world, path, content => Compress(Replace(Expand(content), text, replacement)), "archive");

    public static Task DeleteBlobAsync(ValidatorWorld world, string path) =>
        world.Blobs.GetBlobContainerClient("rounds").GetBlobClient(path).DeleteIfExistsAsync(cancellationToken: Token);

    public static async Task ChangeBlobAsync(ValidatorWorld world, string path, Func<byte[], byte[]> change, string container = "rounds")
    {
        var blob = world.Blobs.GetBlobContainerClient(container).GetBlobClient(path);
        var content = (await blob.DownloadContentAsync(Token)).Value.Content.ToArray();
        await blob.UploadAsync(BinaryData.FromBytes(change(content)), new BlobUploadOptions(), Token);
    }

    /// <summary>Changes the first row of a partition whose key begins so.</summary>
    public static async Task ChangeRowAsync(ValidatorWorld world, string table, string partition, Action<TableEntity> change, string rowFrom = "")
    {
        var client = world.Tables.GetTableClient(table);
        var row = await FindRowAsync(client, partition, rowFrom);
        change(row);
        await client.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, Token);
    }

    public static async Task DeleteRowAsync(ValidatorWorld world, string table, string partition, string rowFrom = "")
    {
        var client = world.Tables.GetTableClient(table);
        var row = await FindRowAsync(client, partition, rowFrom);
        using var answer = await client.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, Token);
    }

    private static byte[] Replace(byte[] content, string text, string replacement)
    {
        var before = Encoding.UTF8.GetString(content);
        Assert.Contains(text, before, StringComparison.Ordinal);
        var place = before.IndexOf(text, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(before[..place] + replacement + before[(place + text.Length)..]);
    }

    private static byte[] Expand(byte[] content)
    {
        using var expanded = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        var text = new MemoryStream();
        expanded.CopyTo(text);
        return text.ToArray();
    }

    private static byte[] Compress(byte[] text)
    {
        var content = new MemoryStream();
        using (var compressed = new GZipStream(content, CompressionLevel.Optimal, leaveOpen: true))
        {
            compressed.Write(text);
        }

        return content.ToArray();
    }

    private static async Task<TableEntity> FindRowAsync(TableClient table, string partition, string rowFrom)
    {
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {rowFrom}"), cancellationToken: Token))
        {
            return row;
        }

        throw new InvalidOperationException($"Table {table.Name} has no row in {partition} from {rowFrom} on.");
    }
}
