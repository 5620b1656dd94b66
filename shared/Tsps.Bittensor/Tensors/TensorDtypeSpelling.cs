namespace Tsps.Bittensor.Tensors;

/// <summary>How a peer writes the <c>dtype</c> of a tensor block; it reads no other spelling (wire specification, section 3).</summary>
public enum TensorDtypeSpelling
{
    /// <summary><c>torch.float64</c>: SDK 6 and 7, and SDK 10 with <c>USE_TORCH=1</c>.</summary>
    Torch,

    /// <summary><c>float64</c>: SDK 10.</summary>
    Bare,
}
