using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Tsps.Architecture;

/// <summary>A compiled product assembly, read without loading it.</summary>
internal sealed class ProductAssembly
{
    private ProductAssembly(string name, IReadOnlyList<string> references, IReadOnlyList<string> members)
    {
        Name = name;
        References = references;
        MembersUsed = members;
    }

    internal string Name { get; }

    /// <summary>The names of the assemblies that it refers to.</summary>
    internal IReadOnlyList<string> References { get; }

    /// <summary>The members of other assemblies that it uses, as <c>Namespace.Type.Member</c>.</summary>
    internal IReadOnlyList<string> MembersUsed { get; }

    /// <summary>Every project below shared/ and functions/, as it was built for this run.</summary>
    internal static IReadOnlyList<ProductAssembly> All { get; } = [.. Repository.ProductProjects.Select(project => Read(Path.GetFileNameWithoutExtension(project)))];

    private static ProductAssembly Read(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        Assert.True(File.Exists(path), $"{name}.dll is not beside these tests: let Tsps.Architecture refer to its project.");
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return new ProductAssembly(
            name,
            [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))],
            [.. metadata.MemberReferences.Select(metadata.GetMemberReference)
                .Where(member => member.Parent.Kind == HandleKind.TypeReference)
                .Select(member => $"{FullName(metadata, (TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}")]);
    }

    private static string FullName(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{FullName(metadata, (TypeReferenceHandle)type.ResolutionScope)}.{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
