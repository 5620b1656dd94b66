using System;
using Substrate.NetApi.Model.Types.Base;

namespace Substrate.NetApi.Model.Types;

public abstract class BasePrim<T> : BaseType
{
    protected BasePrim()
    {
    }

    protected BasePrim(T value) => Create(value);

    public T Value { get; set; }

    public abstract void Create(T value);

    public override void Decode(byte[] byteArray, ref int p)
    {
        Create(byteArray.AsSpan(p, TypeSize).ToArray());
        p += TypeSize;
    }

    public override string ToString() => Value.ToString();
}
