using Dxflow.Foundation.Files;

namespace Dxflow.Storage;

/// <summary>
/// Room that is kept for the day the disk is full: given back to it then, so that what had been accepted, and the ends of running
/// tasks, can still be written. Holding it again is the sign that there is room.
/// </summary>
internal sealed class DiskReserve(IDisk disk, string path)
{
    public const long Bytes = 8 << 20;

    public bool IsHeld { get; private set; }

    /// <summary>Takes the room, if there is that much.</summary>
    public bool TryHold()
    {
        if (IsHeld)
        {
            return true;
        }

        try
        {
            using var file = disk.Open(path, DiskOpen.WriteOrCreate);
            if (file.Length < Bytes)
            {
                file.Allocate(0, Bytes);
            }

            return IsHeld = true;
        }
        catch (DiskFullException)
        {
            disk.Unlink(path);
            return false;
        }
    }

    /// <summary>Gives the room back; false if there was none to give.</summary>
    public bool TryRelease()
    {
        if (!IsHeld)
        {
            return false;
        }

        disk.Unlink(path);
        IsHeld = false;
        return true;
    }
}
