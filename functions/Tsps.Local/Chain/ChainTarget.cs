using Microsoft.Extensions.Configuration;
using Tsps.Subtensor;

namespace Tsps.Local.Chain;

/// <summary>The chain and subnet that a command is about.</summary>
internal sealed record ChainTarget(SubtensorNetwork Network, ushort Netuid, byte Mechanism, SubtensorClient Client, IConfiguration Settings);
