using Tsps.Testing;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
