using Substrate.NetApi.Model.Types.Base;

namespace Substrate.NetApi.Model.Extrinsics;

public abstract class ChargeType : BaseType
{
}
