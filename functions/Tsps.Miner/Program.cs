using Microsoft.AspNetCore.Connections;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tsps.Miner;
using Tsps.Mining;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddSingleton<IMemoryPoolFactory<byte>, LargeBlockPools>();
builder.Services.AddMiner(builder.Configuration);
builder.Build().Run();
