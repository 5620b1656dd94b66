using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Storage.Tests;

/// <summary>An empty storage account for each test, on the real emulator.</summary>
public abstract class StorageTest
{
    protected const string Stream = "BTCUSD-5m";

    protected static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    protected static readonly DateTimeOffset Noon = new(2024, 3, 1, 12, 0, 0, TimeSpan.Zero);

    protected StorageTest(AzuriteFixture azurite)
    {
        var connection = azurite.NewAccount();
        Tables = new TableServiceClient(connection);
        Blobs = new BlobServiceClient(connection);
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected TableServiceClient Tables { get; }

    protected BlobServiceClient Blobs { get; }

    protected static RoundSlot SlotAt(DateTimeOffset instant) => RoundSlot.Containing(instant, Hour);

    protected static Round NewRound(DateTimeOffset slot) => new()
    {
        StreamId = Stream,
        Slot = SlotAt(slot),
        State = RoundState.Planned,
        DueAt = slot.AddMinutes(17),
        RequestUuid = Guid.NewGuid(),
        ChangedAt = slot,
    };
}
