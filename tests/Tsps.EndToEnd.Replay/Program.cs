using System.Diagnostics;
using Tsps.EndToEnd.Replay;
using Tsps.Local.Demo;

// Replays a subnet in a process of its own, so that a test can have it killed for real.
var arguments = ReplayArguments.Parse(args[0]);
await using var subnet = await DemoSubnet.StartAsync(await arguments.ToOptionsAsync(CancellationToken.None), CancellationToken.None);
await subnet.RunAsync(
    arguments.End,
    step =>
    {
        if (step.Time >= arguments.KillAt)
        {
            Process.GetCurrentProcess().Kill();
        }
    },
    CancellationToken.None);
