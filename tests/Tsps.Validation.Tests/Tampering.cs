using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Tsps.Domain;

namespace Tsps.Validation.Tests;

/// <summary>Changes what is stored behind the stores' backs.</summary>
internal static class Tampering
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Where a round's document lies in container <c>rounds</c>.</summary>
    public static string PathOf(string streamId, RoundSlot slot, string document) =>
        string.Create(CultureInfo.InvariantCulture, $"{streamId}/{slot.Start.UtcDateTime:yyyy'/'MM'/'dd'/'HHmm}/{document}.json");

    /// <summary>Leaves half of a blob.</summary>
    public static Task TruncateAsync(ValidatorWorld world, string path, string container = "rounds") =>
        ChangeBlobAsync(world, path, content => content[..(content.Length / 2)], container);

    /// <summary>Replaces a text in a round's document, which has it.</summary>
    public static Task ReplaceTextAsync(ValidatorWorld world, string path, string text, string replacement) => ChangeBlobAsync(
        world,
        path,
        content =>
        {
            var before = System.Text.Encoding.UTF8.GetString(content);
            Assert.Contains(text, before, StringComparison.Ordinal);
            var place = before.IndexOf(text, StringComparison.Ordinal);
            return System.Text.Encoding.UTF8.GetBytes(before[..place] + replacement + before[(place + text.Length)..]);
        });

    public static async Task ChangeBlobAsync(ValidatorWorld world, string path, Func<byte[], byte[]> change, string container = "rounds")
    {
        var blob = world.Blobs.GetBlobContainerClient(container).GetBlobClient(path);
        var content = (await blob.DownloadContentAsync(Token)).Value.Content.ToArray();
        await blob.UploadAsync(BinaryData.FromBytes(change(content)), new Azure.Storage.Blobs.Models.BlobUploadOptions(), Token);
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

    private static async Task<TableEntity> FindRowAsync(TableClient table, string partition, string rowFrom)
    {
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {rowFrom}"), cancellationToken: Token))
        {
            return row;
        }

        throw new InvalidOperationException($"Table {table.Name} has no row in {partition} from {rowFrom} on.");
    }
}
