using System.CommandLine;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Wallets;
using Tsps.Domain;
using Tsps.Neurons;

namespace Tsps.Local.Commands;

/// <summary><c>tsps wallet</c>: the hotkey with which a neuron signs. A secret is shown once, when it is made.</summary>
internal static class WalletCommand
{
    /// <param name="readSecret">Asks for a secret; null where there is none.</param>
    internal static Command Create(Func<string, CancellationToken, Task<SecretText?>> readSecret) =>
        new("wallet", "Shows and makes hotkeys in Bittensor's wallet folder, and signs texts with them.")
        {
            CreateShow(readSecret),
            CreateNew(readSecret),
            CreateImport(readSecret),
            CreateSign(readSecret),
            CreateVerify(),
            WalletOverviewCommand.Create(),
        };

    private static Command CreateShow(Func<string, CancellationToken, Task<SecretText?>> readSecret)
    {
        var wallet = new WalletOptions(takesHotkeyName: true);
        var command = WithOptions(new Command("show", "Shows the hotkey's address, public key and file; no secret."), wallet);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var settings = wallet.Read(arguments);
            using var password = await WalletOptions.AskPasswordAsync(settings, readSecret, cancellationToken);
            var (hotkey, canSign) = settings.HasMnemonic ? (OpenMnemonic(), true) : ReadFile(settings, password, arguments.InvocationConfiguration.Error);
            await DescribeAsync(arguments.InvocationConfiguration.Output, hotkey, settings.ToString(), canSign);

            Hotkey OpenMnemonic()
            {
                using var keypair = settings.Open(new WarningWriter(arguments.InvocationConfiguration.Error));
                return keypair.Hotkey;
            }
        });
        return command;
    }

    private static Command CreateNew(Func<string, CancellationToken, Task<SecretText?>> readSecret)
    {
        var wallet = new WalletOptions(takesHotkeyName: true);
        var words = new Option<int>("--words") { Description = "Length of the mnemonic: 12, 15, 18, 21 or 24 words.", HelpName = "N", DefaultValueFactory = _ => 12 };
        words.AcceptOnlyFromAmong("12", "15", "18", "21", "24");
        var usePassword = UsePassword();
        var command = WithOptions(new Command("new", "Makes a hotkey and shows its mnemonic, this once. A hotkey that is there is never replaced.") { words, usePassword }, wallet);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var target = wallet.Read(arguments).Wallet;
            using var password = arguments.GetValue(usePassword) ? await ReadNewPasswordAsync(readSecret, cancellationToken) : null;
            using var mnemonic = Keypair.GenerateMnemonic(arguments.GetValue(words));
            using var keypair = Explained(() => target.CreateHotkey(mnemonic.Chars, password: password is null ? default : password.Chars));
            var output = arguments.InvocationConfiguration.Output;
            await DescribeAsync(output, keypair.Hotkey, target.HotkeyFile, canSign: true);
            await output.WriteAsync("mnemonic    ");
            await output.WriteLineAsync(mnemonic.Memory, cancellationToken);
            await output.WriteLineAsync("Keep the mnemonic where nobody else can read it: whoever has it has the hotkey, and it is not shown again.");
        });
        return command;
    }

    private static Command CreateImport(Func<string, CancellationToken, Task<SecretText?>> readSecret)
    {
        var wallet = new WalletOptions(takesHotkeyName: true);
        var usePassword = UsePassword();
        var command = WithOptions(new Command("import", "Makes the hotkey of a mnemonic, which is asked for or read from standard input. A hotkey that is there is never replaced.") { usePassword }, wallet);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var target = wallet.Read(arguments).Wallet;
            using var mnemonic = await readSecret("Mnemonic of the hotkey (nothing is shown): ", cancellationToken);
            if (mnemonic is null || mnemonic.Chars.IsWhiteSpace())
            {
                throw new CommandException("No mnemonic was given. Type it when asked, or give it in one line of standard input.");
            }

            using var password = arguments.GetValue(usePassword) ? await ReadNewPasswordAsync(readSecret, cancellationToken) : null;
            using var keypair = Explained(() => target.CreateHotkey(mnemonic.Chars, password: password is null ? default : password.Chars));
            await DescribeAsync(arguments.InvocationConfiguration.Output, keypair.Hotkey, target.HotkeyFile, canSign: true);
        });
        return command;
    }

    private static Command CreateSign(Func<string, CancellationToken, Task<SecretText?>> readSecret)
    {
        var wallet = new WalletOptions(takesHotkeyName: true);
        var text = Text("The text to sign, in quotes; one that begins with 0x means the bytes of its hex digits. Put -- before a text that begins with a dash.");
        var command = WithOptions(new Command("sign", "Signs a text with the hotkey and shows the signature.") { text }, wallet);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            using var keypair = await wallet.OpenAsync(arguments, readSecret, cancellationToken);
            var signature = Explained(() => HotkeySignature.Sign(keypair, arguments.GetRequiredValue(text)));
            await arguments.InvocationConfiguration.Output.WriteLineAsync(signature);
        });
        return command;
    }

    private static Command CreateVerify()
    {
        var hotkey = CommonOptions.Hotkey("Whose signature it should be, an SS58 address.");
        var signature = new Option<string>("--signature") { Description = "0x and 128 hex digits.", HelpName = "0x...", Required = true };
        var text = Text("The text that was signed, in quotes.");
        var command = new Command("verify", "Tells whether a signature is a hotkey's over a text; the exit code is 1 when it is not.") { hotkey, signature, text };
        command.SetAction(async (arguments, _) =>
        {
            var signer = new Hotkey(arguments.GetRequiredValue(hotkey));
            var isValid = HotkeySignature.Verify(signer, arguments.GetRequiredValue(text), arguments.GetRequiredValue(signature));
            await arguments.InvocationConfiguration.Output.WriteLineAsync(isValid ? $"Valid: {signer} has signed this text." : $"Not valid: this is no signature of {signer} over this text.");
            return isValid ? 0 : 1;
        });
        return command;
    }

    private static Option<bool> UsePassword() => new("--use-password")
    {
        Description = "Encrypts the file, as btcli does, with a password that is asked for twice, or read from two lines of standard input.",
    };

    /// <summary>The password, the caller's to dispose.</summary>
    private static async Task<SecretText> ReadNewPasswordAsync(Func<string, CancellationToken, Task<SecretText?>> readSecret, CancellationToken cancellationToken)
    {
        var password = await readSecret("New password (nothing is shown): ", cancellationToken);
        if (password is null or { IsEmpty: true })
        {
            throw new CommandException("No password was given. Type it when asked, or leave --use-password out.");
        }

        using var again = await readSecret("The same again: ", cancellationToken);
        if (again is not null && again.Equals(password.Chars))
        {
            return password;
        }

        password.Dispose();
        throw new CommandException("The two passwords differ; nothing was written.");
    }

    private static Argument<string> Text(string description) => new("text") { Description = description };

    private static Command WithOptions(Command command, WalletOptions wallet)
    {
        foreach (var option in wallet.All)
        {
            command.Add(option);
        }

        return command;
    }

    private static (Hotkey Hotkey, bool CanSign) ReadFile(WalletSettings settings, SecretText? password, TextWriter error)
    {
        if (!File.Exists(settings.Wallet.HotkeyFile))
        {
            throw new CommandException($"There is no hotkey file {settings}. Make one with ./tsps wallet new or import, or name another with --wallet-path, --wallet-name and --wallet-hotkey.");
        }

        var file = settings.ReadFile(password is null ? default : password.Chars);
        using (file.Keypair)
        {
            foreach (var warning in file.Warnings)
            {
                error.WriteLine($"tsps: {settings}: {warning}");
            }

            return (file.Address, file.Keypair is not null);
        }
    }

    private static async Task DescribeAsync(TextWriter output, Hotkey hotkey, string source, bool canSign)
    {
        await output.WriteLineAsync($"hotkey      {hotkey}");
        await output.WriteLineAsync($"public key  0x{Convert.ToHexStringLower(Ss58.Decode(hotkey.Address))}");
        await output.WriteLineAsync($"from        {source}{(canSign ? "" : " (the address only: it cannot sign)")}");
    }

    private static T Explained<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (FormatException malformed)
        {
            throw new CommandException(malformed.Message, malformed);
        }
    }
}
