using System.CommandLine;
using Tsps.Local.Commands;

var root = new RootCommand("Tsps, the Time-Series Prediction Subnet, on this machine.")
{
    DemoCommand.Create(),
    RunCommand.Create(SecretPrompt.ReadAsync),
    RegistryCommand.Create(),
    ChainCommand.Create(SecretPrompt.ReadAsync, ConsolePrompt.ConfirmAsync),
    WalletCommand.Create(SecretPrompt.ReadAsync),
    AskCommand.Create(SecretPrompt.ReadAsync),
    AuditCommand.Create(),
    HistoricalCommand.Create(),
};
return await CommandLine.InvokeAsync(root, args, Console.Out, Console.Error);
