using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Objects.Incoming;

internal sealed record CreateIncoming(
    [Description("Path that the file shall have; of a part there is none."), Argument] string? Path = null,
    [Description("Bytes of all of it, if that is known already.")] long? Length = null,
    [Description("Replace a file that is there.")] bool Replace = false,
    [Description("Make the directories on the way too."), Short('p')] bool Parents = false,
    [Description("SHA-256 of all of it, 64 hexadecimal digits: anything else is refused.")] string? Sha256 = null,
    [Description("Whether the file can be executed.")] bool Executable = false,
    [Description("It is only a part, from which another upload is put together.")] bool Part = false,
    [Description("Put together from these parts, in this order, by their ids; each has to be whole.")] IReadOnlyList<string>? Parts = null,
    [Description("Kept with it as it is, for whoever takes it up again; up to 4,096 characters.")] string? Metadata = null,
    [Description("The run that it belongs to, as WORKFLOW/NUMBER.")] string? Run = null);

internal sealed record AppendIncoming(
    [Description("Id of the upload.")] string Id,
    [Description("How many bytes are there already, which these follow.")] long Offset,
    [Description("Bytes of all of it, if that was not said when it began.")] long? Length = null,
    [Description("Checksum of what is sent now, as `sha256 BASE64` or `sha1 BASE64`: if it is another one, none of it is kept.")]
    string? Checksum = null,
    [Description("SHA-256 of all of it, 64 hexadecimal digits, if that was not said when it began: anything else is refused.")]
    string? Sha256 = null);

internal sealed record ShowIncoming(
    [Description("Id of the upload.")] string Id,
    [Description("Tell the SHA-256 of what is there too, for which that is read.")] bool Sum = false);

internal sealed record RemoveIncoming([Description("Id of the upload.")] string Id);

internal sealed record ListIncoming(
    [Description("Only those of a file that shall have this path."), Argument] string? Path = null);

internal sealed record IncomingInfo(
    [Description("Id of the upload.")] string Id,
    [Description("Path that the file shall have; of a part there is none.")] string? Path,
    [Description("How many bytes are there.")] long Offset,
    [Description("Bytes of all of it, as far as that is known.")] long? Length,
    [Description("Whether it is whole: then the file is at its path, or the part waits for the others.")] bool Done,
    [Description("When it is given up, unless something more comes.")] DateTimeOffset ExpiresAt,
    [Description("Whose it is: nobody else but a MASTER can see it, add to it, or remove it.")] string By,
    [Description("Whether it is only a part."), Wide] bool Part = false,
    [Description("SHA-256 of all of it, as it was announced, or found."), Wide] string? Sha256 = null,
    [Description("What its client wants kept with it."), Wide] string? Metadata = null,
    [Description("The parts that it was put together from."), Wide] IReadOnlyList<string>? Parts = null,
    [Description("SHA-256 of the bytes that are there, if it was asked for."), Wide] string? Sum = null)
{
    public static Resumable ForTus(IncomingInfo upload) => new(
        upload.Id, upload.Offset, upload.Length, upload.Done, upload.ExpiresAt, upload.Part, upload.Parts ?? [], upload.Metadata);
}

internal sealed record IncomingItems(
    [Description("Uploads that are under way or have ended within the last day, the oldest first.")] IReadOnlyList<IncomingInfo> Items);
