using Tsps.Validation.Tests;
using Xunit.Runner.InProc.SystemConsole;

// A validator's life in a process of its own, which a test has killed; else the tests.
return args is [ValidatorLife.Command, var life] ? await ValidatorLife.RunAsync(life) : await ConsoleRunner.Run(args);
