using System.CommandLine;
using Tsps.Local.Commands;

var root = new RootCommand("Tsps, the Time-Series Prediction Subnet, on this machine.")
{
    DemoCommand.Create(),
    RunCommand.Create(SecretPrompt.ReadAsync),
    RegistryCommand.Create(),
    WalletCommand.Create(SecretPrompt.ReadAsync),
    AskCommand.Create(SecretPrompt.ReadAsync),
};
return await CommandLine.InvokeAsync(root, args, Console.Out, Console.Error);
