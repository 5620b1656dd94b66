namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where an isolated worker starts.</summary>
public class FunctionsApplication
{
    private FunctionsApplication()
    {
    }

    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
