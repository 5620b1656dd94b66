using System.CommandLine;

var root = new RootCommand("Tsps, the Time-Series Prediction Subnet: hosts its function apps on this machine.");
return await root.Parse(args).InvokeAsync();
