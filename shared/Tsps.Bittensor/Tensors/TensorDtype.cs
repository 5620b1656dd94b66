namespace Tsps.Bittensor.Tensors;

/// <summary>The element types that a tensor block may name (wire specification, section 3).</summary>
public enum TensorDtype
{
    Float64,
    Float32,
    Float16,
    Int64,
    Int32,
    Int16,
    Int8,
    UInt8,
    Bool,
}
