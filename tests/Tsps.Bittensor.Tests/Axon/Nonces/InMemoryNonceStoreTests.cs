using Microsoft.Extensions.Time.Testing;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Axon.Nonces;

[Trait(Categories.Name, Categories.Unit)]
public sealed class InMemoryNonceStoreTests
{
    private static readonly Hotkey Caller = new("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Takes_only_growing_nonces_of_one_key()
    {
        var store = new InMemoryNonceStore(_time);
        var key = new NonceKey(Caller, "a");

        Assert.True(await Advance(store, key, 5));
        Assert.False(await Advance(store, key, 5));
        Assert.False(await Advance(store, key, 4));
        Assert.True(await Advance(store, key, 6));
        Assert.Equal(6, await store.FindAsync(key, Cancel));
    }

    [Fact]
    public async Task Keeps_processes_and_hotkeys_apart()
    {
        var store = new InMemoryNonceStore(_time);

        Assert.True(await Advance(store, new NonceKey(Caller, "a"), 5));
        Assert.True(await Advance(store, new NonceKey(Caller, "b"), 5));
        Assert.True(await Advance(store, new NonceKey(Caller, null), 5));
        Assert.True(await Advance(store, new NonceKey(new Hotkey("5Ey2rJsiU6VfmTEFYLLsxyv2WJKBMDxmHr1aCZNLdkh12jeJ"), "a"), 5));
        Assert.False(await Advance(store, new NonceKey(Caller, "None"), 5));
    }

    [Fact]
    public async Task Forgets_a_row_when_its_time_has_come()
    {
        var store = new InMemoryNonceStore(_time);
        var key = new NonceKey(Caller, "a");
        await store.TryAdvanceAsync(key, 5, _time.GetUtcNow().AddMinutes(1), Cancel);

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await store.FindAsync(key, Cancel));
        Assert.True(await Advance(store, key, 1));
    }

    [Fact]
    public async Task Never_holds_more_callers_than_its_capacity_and_forgets_the_idle_first()
    {
        var store = new InMemoryNonceStore(_time, capacity: 10);
        for (var i = 0; i < 10; i++)
        {
            await Advance(store, new NonceKey(Caller, $"{i}"), 1);
        }

        await Advance(store, new NonceKey(Caller, "0"), 2);
        await Advance(store, new NonceKey(Caller, "new"), 1);

        Assert.Equal(10, store.Count);
        Assert.Equal(2, await store.FindAsync(new NonceKey(Caller, "0"), Cancel));
        Assert.Null(await store.FindAsync(new NonceKey(Caller, "1"), Cancel));
    }

    [Fact]
    public async Task Forgets_expired_rows_before_live_ones_when_full()
    {
        var store = new InMemoryNonceStore(_time, capacity: 2);
        await Advance(store, new NonceKey(Caller, "live"), 1);
        await store.TryAdvanceAsync(new NonceKey(Caller, "expired"), 1, _time.GetUtcNow().AddSeconds(1), Cancel);
        _time.Advance(TimeSpan.FromSeconds(2));

        await Advance(store, new NonceKey(Caller, "new"), 1);

        Assert.Equal(1, await store.FindAsync(new NonceKey(Caller, "live"), Cancel));
    }

    [Fact]
    public async Task Accepts_one_nonce_once_however_many_ask_at_the_same_moment()
    {
        var store = new InMemoryNonceStore(_time);
        var key = new NonceKey(Caller, "a");

        var accepted = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () => await Advance(store, key, 7), Cancel)));

        Assert.Single(accepted, won => won);
    }

    [Fact]
    public void A_long_uuid_stands_as_its_hash_so_that_keys_stay_short()
    {
        var key = new NonceKey(Caller, new string('x', 70_000));

        Assert.True(key.Uuid.Length <= 128);
        Assert.Equal(key, new NonceKey(Caller, new string('x', 70_000)));
        Assert.NotEqual(key, new NonceKey(Caller, new string('x', 70_001)));
    }

    private ValueTask<bool> Advance(InMemoryNonceStore store, NonceKey key, Int128 nonce) =>
        store.TryAdvanceAsync(key, nonce, _time.GetUtcNow().AddHours(1), Cancel);
}
