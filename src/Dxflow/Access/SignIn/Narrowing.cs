using Dxflow.Operations;

namespace Dxflow.Access.SignIn;

/// <summary>
/// Permissions of a token that are less than its key's. What the key may now is always the limit: a token never keeps what its key lost,
/// and a key that is READ_ONLY stays so. READ_ONLY by itself means all of the key's, to look only.
/// </summary>
internal static class Narrowing
{
    private const Permission Marks = Permission.ReadOnly;

    /// <summary>Of <paramref name="asked"/>, what a key with <paramref name="key"/> does not have; none: it may be asked for.</summary>
    public static Permission Beyond(Permission key, Permission asked) =>
        key.HasFlag(Permission.Master) ? Permission.None : asked & ~key & ~Marks;

    public static Permission Apply(Permission key, Permission narrowed)
    {
        var marks = (key | narrowed) & Marks;
        var functional = narrowed & ~Marks;
        if (functional == Permission.None || functional.HasFlag(Permission.Master))
        {
            return key | marks;
        }

        return (key.HasFlag(Permission.Master) ? functional : functional & key) | marks;
    }
}
