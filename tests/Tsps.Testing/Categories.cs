namespace Tsps.Testing;

/// <summary>What <c>./tsps test [category ...]</c> chooses by: <c>[Trait(Categories.Name, Categories.Golden)]</c>.</summary>
public static class Categories
{
    public const string Name = "Category";

    /// <summary>Recorded vectors of the real peers.</summary>
    public const string Golden = "golden";

    /// <summary>Everything quick that needs nothing outside the process.</summary>
    public const string Unit = "unit";

    /// <summary>Tests against Azurite.</summary>
    public const string Storage = "storage";

    /// <summary>The whole thing, end to end.</summary>
    public const string EndToEnd = "e2e";
}
