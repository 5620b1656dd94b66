using Tsps.Local.Commands;
using Tsps.Local.Settings;
using Tsps.Testing;

namespace Tsps.Local.Tests.Settings;

[Trait(Categories.Name, Categories.Unit)]
public sealed class LocalSettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsps-settings-");

    [Fact]
    public void Reads_the_values_with_double_underscores_as_sections()
    {
        var settings = LocalSettings.Load(
            Write("""{ "IsEncrypted": false, "Values": { "Axon__Port": "8091", "TspsTest__Number": 7, "TspsTest__Flag": true } /* note */ }"""), root: null);

        Assert.Equal("8091", settings["Axon:Port"]);
        Assert.Equal("7", settings["TspsTest:Number"]);
        Assert.Equal("true", settings["TspsTest:Flag"]);
    }

    [Fact]
    public void Lets_the_environment_win()
    {
        Environment.SetEnvironmentVariable("TspsTest__Wins", "environment");
        try
        {
            var settings = LocalSettings.Load(Write("""{ "Values": { "TspsTest__Wins": "file" } }"""), root: null);

            Assert.Equal("environment", settings["TspsTest:Wins"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TspsTest__Wins", null);
        }
    }

    [Fact]
    public void Finds_the_file_in_the_repository()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, LocalSettings.FileName), """{ "Values": { "TspsTest__Found": "yes" } }""");

        Assert.Equal("yes", LocalSettings.Load(file: null, _folder.FullName)["TspsTest:Found"]);
    }

    [Fact]
    public void Makes_do_with_the_environment_alone() => Assert.NotNull(LocalSettings.Load(file: null, _folder.FullName)["PATH"]);

    [Fact]
    public void Names_a_file_that_is_not_there()
    {
        var refused = Assert.Throws<CommandException>(() => LocalSettings.Load(Path.Combine(_folder.FullName, "absent.json"), root: null));

        Assert.Contains("absent.json", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Axon__Port": "8091" }""", "\"Values\"")]
    [InlineData("""[]""", "\"Values\"")]
    [InlineData("""{ "Values": { "Wallet": { "Name": "default" } } }""", "'Wallet'")]
    [InlineData("""{ "IsEncrypted": true, "Values": { } }""", "encrypted")]
    [InlineData("""{ "Values": """, "not valid JSON")]
    public void Says_what_is_wrong_with_a_file(string content, string expected)
    {
        var refused = Assert.Throws<CommandException>(() => LocalSettings.Load(Write(content), root: null));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Contains("settings.json", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string content)
    {
        var path = Path.Combine(_folder.FullName, "settings.json");
        File.WriteAllText(path, content);
        return path;
    }
}
