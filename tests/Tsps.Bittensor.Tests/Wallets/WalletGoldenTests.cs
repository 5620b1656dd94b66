using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Tests.Keys;
using Tsps.Bittensor.Wallets;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Wallets;

[Trait(Categories.Name, Categories.Golden)]
public sealed class WalletGoldenTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsps-wallets-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(KeyVectors.Sdk6)]
    [InlineData(KeyVectors.Sdk10)]
    public void Reads_every_recorded_file(string sdk)
    {
        Assert.All(Files(sdk).Index(), item =>
        {
            var path = Path.Combine(_folder.FullName, $"{item.Index}", item.Item.Text("relative_path"));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, item.Item.Text("bytes"));

            var content = KeyFile.Read(path);
            using var keypair = content.Keypair;
            Assert.Equal(Key(item.Item).Text("ss58"), content.Address.Address);
            Assert.Equal(HoldsSecret(item.Item), keypair is not null);
            Assert.Empty(content.Warnings);
        });
    }

    [Theory]
    [InlineData(KeyVectors.Sdk6, KeyFileStyle.Sdk6)]
    [InlineData(KeyVectors.Sdk10, KeyFileStyle.Sdk10)]
    public void Writes_every_recorded_file(string sdk, KeyFileStyle style)
    {
        Assert.All(Files(sdk), file =>
        {
            var key = Key(file);
            var text = Encoding.UTF8.GetString(HoldsSecret(file) ? KeyFileText.Secret(key.Text("mnemonic"), style) : KeyFileText.Public(key.Bytes("public_hex"), style));
            if (style == KeyFileStyle.Sdk6)
            {
                Assert.Equal(file.Text("bytes"), text);
            }
            else
            {
                // That SDK's order of members is arbitrary.
                Assert.True(JsonNode.DeepEquals(JsonNode.Parse(file.Text("bytes")), JsonNode.Parse(text)));
                Assert.DoesNotContain(": ", text, StringComparison.Ordinal);
            }
        });
    }

    [Theory]
    [InlineData(KeyVectors.Sdk6, KeyFileStyle.Sdk6)]
    [InlineData(KeyVectors.Sdk10, KeyFileStyle.Sdk10)]
    public void Creates_hotkeys_where_the_SDK_does_with_its_mode(string sdk, KeyFileStyle style)
    {
        Assert.All(Files(sdk).Where(file => HoldsSecret(file) && PathParts(file) is [_, "hotkeys", _]), file =>
        {
            var parts = PathParts(file);
            var wallet = new Wallet(_folder.FullName, parts[0], parts[2]);
            using var keypair = wallet.CreateHotkey(Key(file).Text("mnemonic"), style);
            var path = Path.Combine(_folder.FullName, file.Text("relative_path"));
            Assert.Equal(Key(file).Text("ss58"), KeyFile.Read(path).Address.Address);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(file.Text("mode_octal"), $"0o{Convert.ToString((int)File.GetUnixFileMode(path), 8)}");
            }
        });
    }

    [Theory]
    [InlineData(KeyVectors.Sdk6)]
    [InlineData(KeyVectors.Sdk10)]
    public void Knows_where_the_SDK_keeps_every_file(string sdk)
    {
        Assert.All(Files(sdk), file =>
        {
            var parts = PathParts(file);
            var wallet = new Wallet(_folder.FullName, parts[0]);
            string[] hotkeys = [.. Files(sdk).Where(other => PathParts(other) is [_, "hotkeys", _] && HoldsSecret(other)).Select(other => PathParts(other)[^1])];
            string[] secrets = [wallet.ColdkeyFile, .. hotkeys.Select(name => new Wallet(_folder.FullName, parts[0], name).HotkeyFile)];
            Assert.Contains(Path.Combine([_folder.FullName, .. parts]), HoldsSecret(file) ? secrets : secrets.Select(Wallet.AddressFileOf));
        });
    }

    [Fact]
    public void Reads_every_odd_text_as_one_of_the_SDKs_does()
    {
        Assert.All(KeyVectors.Cases("key_file_reading"), vector =>
        {
            JsonElement[] outcomes = [vector.Value.GetProperty(KeyVectors.Sdk6), vector.Value.GetProperty(KeyVectors.Sdk10)];
            var outcome = OutcomeOf(vector.Value.Text("text"));
            Assert.Contains(outcome, outcomes.Select(Describe));
        });
    }

    private static IReadOnlyList<JsonElement> Files(string sdk) => [.. KeyVectors.Root.GetProperty("wallet_files").GetProperty(sdk).EnumerateArray()];

    private static JsonElement Key(JsonElement file) => KeyVectors.Keys[file.GetProperty("mnemonic_index").GetInt32()];

    private static string[] PathParts(JsonElement file) => file.Text("relative_path").Split('/');

    private static bool HoldsSecret(JsonElement file) => JsonNode.Parse(file.Text("bytes"))!["secretSeed"] is not null;

    private static string Describe(JsonElement outcome) =>
        outcome.IsError() ? "error" : $"{outcome.Text("public_hex")} {(outcome.GetProperty("can_sign").GetBoolean() ? "signs" : "verifies")}";

    private static string OutcomeOf(string text)
    {
        try
        {
            var content = KeyFile.Parse(text, "vector");
            using var keypair = content.Keypair;
            return $"{Convert.ToHexStringLower(Ss58.Decode(content.Address.Address))} {(keypair is null ? "verifies" : "signs")}";
        }
        catch (KeyFileException)
        {
            return "error";
        }
    }
}
