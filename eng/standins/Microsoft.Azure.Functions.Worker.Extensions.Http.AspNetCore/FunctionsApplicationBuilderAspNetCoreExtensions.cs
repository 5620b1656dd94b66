namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Lets HTTP functions take and give ASP.NET Core's own types.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder) => builder;
}
