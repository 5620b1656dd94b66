using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Tsps.Storage.Memory;
using Tsps.Testing;

namespace Tsps.Storage.Tests;

/// <summary>The same operations on the emulator and on storage in memory, which must not be told apart by what they answer.</summary>
[Trait(Categories.Name, Categories.Storage)]
public sealed class MemoryStorageTests(AzuriteFixture azurite) : StorageTest(azurite)
{
    private const int Operations = 400;

    [Fact]
    public async Task Random_operations_on_rows_are_answered_as_the_emulator_answers_them()
    {
        var real = new Recorder(Tables.GetTableClient("rows"));
        var memory = new Recorder(new MemoryTableServiceClient().GetTableClient("rows"));
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var operation = 0; operation < Operations; operation++)
        {
            var choices = random.Next();
            await real.RunAsync(choices);
            await memory.RunAsync(choices);
            Assert.True(real.Answers[^1] == memory.Answers[^1], $"Operation {operation} of seed {seed}: the emulator says {real.Answers[^1]}, memory {memory.Answers[^1]}.");
        }

        Assert.Contains(real.Answers, answer => answer.Contains("412", StringComparison.Ordinal));
        Assert.Contains(real.Answers, answer => answer.Contains("409", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Filters_of_every_type_find_the_same_rows()
    {
        TableClient[] tables = [Tables.GetTableClient("typed"), new MemoryTableServiceClient().GetTableClient("typed")];
        var guid = Guid.Parse("1b4e28ba-2fa1-11d2-883f-0016d3cca427");
        var (whole, large, half, yes, quoted) = (3, 5_000_000_000L, 1.5, true, "it's");
        FormattableString[] filters =
        [
            $"PartitionKey eq {"p"} and RowKey ge {"2"} and RowKey lt {"5"}",
            $"PartitionKey eq {"p"} and (RowKey le {"1"} or Text eq {quoted})",
            $"Moment lt {Noon.AddHours(4)}",
            $"Whole eq {whole} or Large gt {large}",
            $"Half ge {half} and Yes eq {yes}",
            $"Id eq {guid}",
            $"RowKey ne {"3"}",
        ];
        var found = new List<string>[tables.Length];
        for (var i = 0; i < tables.Length; i++)
        {
            await tables[i].CreateIfNotExistsAsync(Token);
            for (var row = 0; row < 8; row++)
            {
                await tables[i].AddEntityAsync(new TableEntity("p", $"{row}")
                {
                    ["Moment"] = Noon.AddHours(row),
                    ["Whole"] = row,
                    ["Large"] = large + row - 4,
                    ["Half"] = row / 2d,
                    ["Yes"] = row % 2 == 0,
                    ["Id"] = row == 6 ? guid : Guid.Empty,
                    ["Text"] = row == 7 ? quoted : null,
                }, Token);
            }

            found[i] = [];
            foreach (var filter in filters)
            {
                await foreach (var row in tables[i].QueryAsync<TableEntity>(TableClient.CreateQueryFilter(filter), cancellationToken: Token))
                {
                    found[i].Add($"{filter.Format} {Recorder.Text(row)}");
                }
            }
        }

        Assert.Equal(found[0], found[1]);
        Assert.True(found[0].Count > filters.Length);
    }

    [Fact]
    public async Task Documents_are_created_once_replaced_against_their_version_and_deleted()
    {
        var answers = new List<string>[2];
        BlobServiceClient[] services = [Blobs, new MemoryBlobServiceClient()];
        for (var i = 0; i < services.Length; i++)
        {
            var container = services[i].GetBlobContainerClient("documents");
            var blob = container.GetBlobClient("a/b.json");
            answers[i] =
            [
                await TryAsync(async () => (await blob.DownloadContentAsync(Token)).Value.Content.ToString()),
                await TryAsync(async () => (await container.CreateIfNotExistsAsync(cancellationToken: Token)) is null ? "was there" : "made"),
                await TryAsync(async () => (await blob.DownloadContentAsync(Token)).Value.Content.ToString()),
                await TryAsync(() => UploadAsync(blob, "one", new BlobRequestConditions { IfNoneMatch = ETag.All })),
                await TryAsync(() => UploadAsync(blob, "two", new BlobRequestConditions { IfNoneMatch = ETag.All })),
                await TryAsync(async () => (await blob.DownloadContentAsync(Token)).Value.Content.ToString()),
                await TryAsync(async () => await UploadAsync(blob, "three", new BlobRequestConditions { IfMatch = (await blob.DownloadContentAsync(Token)).Value.Details.ETag })),
                await TryAsync(() => UploadAsync(blob, "four", new BlobRequestConditions { IfMatch = new ETag("\"0x8D0000000000000\"") })),
                await TryAsync(() => UploadAsync(blob, "five", null)),
                await TryAsync(async () => (await blob.DownloadContentAsync(Token)).Value.Content.ToString()),
                await TryAsync(async () => $"{(await blob.DeleteIfExistsAsync(cancellationToken: Token)).Value}"),
                await TryAsync(async () => $"{(await blob.DeleteIfExistsAsync(cancellationToken: Token)).Value}"),
            ];
        }

        Assert.Equal(answers[0], answers[1]);
    }

    private static async Task<string> UploadAsync(BlobClient blob, string content, BlobRequestConditions? conditions)
    {
        await blob.UploadAsync(BinaryData.FromString(content), new BlobUploadOptions { Conditions = conditions }, Token);
        return "written";
    }

    private static async Task<string> TryAsync(Func<Task<string>> operation)
    {
        try
        {
            return await operation();
        }
        catch (RequestFailedException failure)
        {
            return $"{failure.Status} {failure.ErrorCode}";
        }
    }

    /// <summary>Runs operations that a number stands for, and notes what was answered.</summary>
    private sealed class Recorder(TableClient table)
    {
        private const int Partitions = 2;
        private const int Rows = 4;

        private readonly Dictionary<string, ETag> _versions = [];

        public List<string> Answers { get; } = [];

        public static string Text(TableEntity row) =>
            $"{row.PartitionKey}/{row.RowKey} {string.Join(' ', row.Where(entry => entry.Value is not null && entry.Key is not ("odata.etag" or "Timestamp" or "PartitionKey" or "RowKey")).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key}={entry.Value}:{entry.Value.GetType().Name}")))}";

        public async Task RunAsync(int seed)
        {
            var random = new Random(seed);
            var partition = $"p{random.Next(Partitions)}";
            Answers.Add(await TryAsync(() => RunAsync(random, partition)));
        }

        private async Task<string> RunAsync(Random random, string partition)
        {
            var row = NewRow(random, partition);
            switch (random.Next(8))
            {
                case 0:
                    await table.CreateIfNotExistsAsync(Token);
                    return "made";
                case 1:
                    return Remember(row, await table.AddEntityAsync(row, Token));
                case 2:
                    return Remember(row, await table.UpdateEntityAsync(row, VersionOf(row, random), TableUpdateMode.Replace, Token));
                case 3:
                    return Remember(row, await table.UpsertEntityAsync(row, random.Next(2) == 0 ? TableUpdateMode.Replace : TableUpdateMode.Merge, Token));
                case 4:
                    await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, random.Next(2) == 0 ? ETag.All : VersionOf(row, random), Token);
                    return "deleted";
                case 5:
                    return await SubmitAsync(random, partition);
                case 6:
                    var found = await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: Token);
                    return found.HasValue ? Text(found.Value!) : "none";
                default:
                    var rows = new List<string>();
                    await foreach (var entry in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {row.RowKey}"), cancellationToken: Token))
                    {
                        rows.Add(Text(entry));
                    }

                    return string.Join("; ", rows);
            }
        }

        private async Task<string> SubmitAsync(Random random, string partition)
        {
            TableTransactionActionType[] types = [TableTransactionActionType.Add, TableTransactionActionType.UpdateReplace, TableTransactionActionType.UpsertReplace, TableTransactionActionType.Delete];
            var rows = Enumerable.Range(0, random.Next(1, Rows)).Select(_ => NewRow(random, partition)).DistinctBy(row => row.RowKey).ToArray();
            TableTransactionAction[] actions = [.. rows.Select(row => types[random.Next(types.Length)] is var type && type is TableTransactionActionType.Delete or TableTransactionActionType.UpdateReplace
                ? new TableTransactionAction(type, row, random.Next(2) == 0 ? ETag.All : VersionOf(row, random))
                : new TableTransactionAction(type, row))];
            var answers = (await table.SubmitTransactionAsync(actions, Token)).Value;
            for (var i = 0; i < actions.Length; i++)
            {
                if (actions[i].ActionType != TableTransactionActionType.Delete)
                {
                    Remember(rows[i], answers[i]);
                }
            }

            return "submitted";
        }

        private string Remember(TableEntity row, Response answer)
        {
            _versions[row.PartitionKey + row.RowKey] = answer.Headers.ETag!.Value;
            return "written";
        }

        /// <summary>The last version that was heard of; now and then an old one.</summary>
        private ETag VersionOf(TableEntity row, Random random) =>
            random.Next(3) > 0 && _versions.TryGetValue(row.PartitionKey + row.RowKey, out var version) ? version : new ETag("W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\"");

        private static TableEntity NewRow(Random random, string partition) => new(partition, $"r{random.Next(Rows)}")
        {
            ["Number"] = random.Next(100),
            ["Time"] = random.Next(2) == 0 ? Noon.AddMinutes(random.Next(1000)) : null,
            ["Text"] = $"it's {random.Next(10)}",
        };
    }
}
