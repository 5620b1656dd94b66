using System.CommandLine;
using System.Net;
using Tsps.Bittensor.Keys;
using Tsps.Domain;
using Tsps.Local.Chain;
using Tsps.Neurons;
using Tsps.Subtensor;

namespace Tsps.Local.Commands;

/// <summary><c>tsps chain serve</c>: announces where the hotkey's axon listens.</summary>
internal static class ChainServeCommand
{
    private const int DefaultPort = 8091;

    /// <param name="readSecret">Asks for the password of an encrypted hotkey.</param>
    internal static Command Create(Func<string, CancellationToken, Task<SecretText?>> readSecret)
    {
        var (chain, dryRun, final) = (new ChainOptions(), ChainCommand.DryRun(), ChainCommand.WaitForFinalization());
        var ip = new Option<string?>("--ip") { Description = "The address at which validators reach it; also Axon__ExternalIp.", HelpName = "A" };
        ip.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !IPAddress.TryParse(token.Value, out _))
            {
                result.AddError($"--ip is '{token.Value}'; an address is such as 203.0.113.7.");
            }
        });
        var port = CommonOptions.Port("The port at which validators reach it; also Axon__Port, else 8091.");
        var command = new Command("serve", "Announces where the hotkey's axon listens, unless the chain says the same already.") { ip, port, dryRun, final }.With(chain);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var target = chain.Read(arguments);
            var endpoint = Endpoint(new SettingReader(target.Settings), arguments.GetValue(ip), arguments.GetValue(port));
            var output = arguments.InvocationConfiguration.Output;
            await using var session = target.Client.Open();
            var hotkey = chain.ReadHotkey(arguments);
            await session.RequireUidAsync(target.Netuid, hotkey, cancellationToken);
            var announced = await session.FindAxonAsync(target.Netuid, hotkey, cancellationToken);
            await output.WriteAsync(
            [
                $"network     {target.Network.Name}",
                $"subnet      {target.Netuid}",
                $"hotkey      {hotkey}",
                $"announced   {announced?.Endpoint?.ToString() ?? "nothing"}",
                $"to announce {endpoint}",
            ]);
            if (arguments.GetValue(dryRun))
            {
                if (announced?.Says(endpoint, NeuronServices.AxonVersion) == true)
                {
                    await output.WriteLineAsync("The chain says the same already. Nothing would be sent.");
                    return;
                }

                var call = SubtensorCall.ServeAxon(target.Netuid, endpoint, NeuronServices.AxonVersion);
                await output.WriteAsync(CallText.Of(await session.PreviewAsync(hotkey, call, cancellationToken)));
                return;
            }

            using var signer = await chain.OpenHotkeyAsync(arguments, readSecret, cancellationToken);
            var wait = ChainCommand.Wait(arguments, final);
            var receipt = await session.ServeAxonAsync(signer, target.Netuid, endpoint, NeuronServices.AxonVersion, wait, cancellationToken);
            await output.WriteAsync(receipt is null ? ["The chain says the same already. Nothing was sent."] : CallText.Of(receipt));
        });
        return command;
    }

    private static AxonEndpoint Endpoint(SettingReader settings, string? ip, int? port)
    {
        var address = ip is null
            ? settings.Parsed("Axon__ExternalIp", text => IPAddress.TryParse(text, out var parsed) ? parsed : null, "an IP address", "203.0.113.7")
            : IPAddress.Parse(ip);
        return new AxonEndpoint(
            address ?? throw new CommandException("Give the address that validators reach with --ip, or set Axon__ExternalIp."),
            port ?? settings.Integer("Axon__Port", 1, 65535, DefaultPort));
    }
}
