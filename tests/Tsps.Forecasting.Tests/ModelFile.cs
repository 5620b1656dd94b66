using Tsps.Testing;

namespace Tsps.Forecasting.Tests;

/// <summary>Model files among the vectors.</summary>
internal static class ModelFile
{
    /// <summary>The content of a model that the vectors name by its ONNX or its HDF5 file, such as <c>v4/tiny_lstm3.h5</c>.</summary>
    public static byte[] Read(string name) => File.ReadAllBytes(GoldenFile.Locate(Path.Combine("models", Path.ChangeExtension(name, ".onnx"))));

    public static byte[] ReadBuiltIn(string name)
    {
        using var stream = BuiltInModels.Open(name);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
