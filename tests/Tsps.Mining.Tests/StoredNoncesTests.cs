using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Domain;
using Tsps.Storage;
using Tsps.Testing;

namespace Tsps.Mining.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class StoredNoncesTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly NonceKey _caller = new(new Hotkey("5Caller"), "8aeb0701-f56e-1879-b5e2-3900edc78af9");
    private readonly NonceTable _table;
    private readonly CommitmentTable _commitments;

    public StoredNoncesTests(AzuriteFixture azurite)
    {
        var tables = new TableServiceClient(azurite.NewAccount());
        _table = new NonceTable(tables);
        _commitments = new CommitmentTable(tables);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateTimeOffset Tomorrow => _clock.GetUtcNow().AddDays(1);

    [Fact]
    public async Task Of_instances_given_the_same_nonce_at_once_exactly_one_accepts_it()
    {
        for (var nonce = 1; nonce <= 10; nonce++)
        {
            var accepted = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => NewInstance().TryAdvanceAsync(_caller, nonce, Tomorrow, Token).AsTask()));
            Assert.Single(accepted, true);
        }
    }

    [Fact]
    public async Task A_cold_instance_knows_what_another_accepted()
    {
        var big = (Int128)ulong.MaxValue * 1000;
        Assert.True(await NewInstance().TryAdvanceAsync(_caller, big, Tomorrow, Token));

        Assert.Equal(big, await NewInstance().FindAsync(_caller, Token));
        Assert.False(await NewInstance().TryAdvanceAsync(_caller, big, Tomorrow, Token));
        Assert.False(await NewInstance().TryAdvanceAsync(_caller, big - 1, Tomorrow, Token));
        Assert.True(await NewInstance().TryAdvanceAsync(_caller, big + 1, Tomorrow, Token));
    }

    [Fact]
    public async Task Callers_and_their_processes_have_orders_of_their_own()
    {
        var nonces = NewInstance();
        Assert.True(await nonces.TryAdvanceAsync(_caller, 10, Tomorrow, Token));
        Assert.True(await nonces.TryAdvanceAsync(new NonceKey(_caller.Hotkey, "another process /\\#?"), 5, Tomorrow, Token));
        Assert.True(await nonces.TryAdvanceAsync(new NonceKey(new Hotkey("5Other"), _caller.Uuid), 5, Tomorrow, Token));
    }

    [Fact]
    public async Task Expired_rows_are_deleted_and_the_others_stay()
    {
        await NewInstance().TryAdvanceAsync(_caller, 10, _clock.GetUtcNow().AddHours(1), Token);
        var kept = new NonceKey(new Hotkey("5Other"), "x");
        await NewInstance().TryAdvanceAsync(kept, 10, Tomorrow, Token);
        _clock.Advance(TimeSpan.FromHours(2));

        await new MinerRetention(_table, _commitments, _clock).RunAsync(Token);

        Assert.Null(await _table.FindAsync(_caller.Hotkey.Address, _caller.Uuid, Token));
        Assert.Equal(10, await NewInstance().FindAsync(kept, Token));
    }

    private StoredNonces NewInstance() => new(_table, _clock);
}
