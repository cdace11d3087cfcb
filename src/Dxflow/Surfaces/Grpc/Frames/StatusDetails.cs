using System.Text.RegularExpressions;
using Dxflow.Foundation.Protobuf;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Grpc.Protobuf;

namespace Dxflow.Surfaces.Grpc.Frames;

/// <summary>
/// A fault as google.rpc.Status: code (1), message (2), details (3), each an Any of type (1) and content (2). ErrorInfo has the kind
/// of fault as its reason, Help the hint, BadRequest each problem with the field or the place in a file.
/// </summary>
internal static partial class StatusDetails
{
    public const string Domain = "dxflow";

    /// <summary>Clients limit what they take as the head or tail of an answer, some to 8 KiB; this is less than that in base64.</summary>
    public const int BytesMax = 4096;

    public static ReadOnlyMemory<byte> Write(GrpcCode code, FaultInfo fault, string message, Operation? operation)
    {
        var problems = fault.Problems ?? (fault.Code == FaultKind.Invalid ? [new Problem(fault.Detail, fault.Hint)] : []);
        for (var count = problems.Count; ; count /= 2)
        {
            var written = Write(code, fault, message, [.. problems.Take(count).Select(problem => (Place(problem, operation), problem))]);
            if (written.Length <= BytesMax || count == 0)
            {
                return written.Written;
            }
        }
    }

    private static ProtoWriter Write(GrpcCode code, FaultInfo fault, string message, List<(string Place, Problem Problem)> problems)
    {
        var status = new ProtoWriter();
        status.Varint(1, (ulong)code);
        status.Text(2, message);
        Any(status, "ErrorInfo", info =>
        {
            info.Text(1, fault.Code.ToString().ToUpperInvariant());
            info.Text(2, Domain);
        });
        if (fault.Hint is { } hint)
        {
            Any(status, "Help", help => Within(help, 1, link => link.Text(1, hint)));
        }

        if (problems.Count > 0)
        {
            Any(status, "BadRequest", request => problems.ForEach(each => Within(request, 1, violation =>
            {
                violation.Text(1, each.Place);
                violation.Text(2, each.Problem.Fix is { } fix ? $"{each.Problem.Message} {fix}" : each.Problem.Message);
            })));
        }

        return status;
    }

    /// <summary>The place in a file, or the property that the validator begins its sentence with.</summary>
    private static string Place(Problem problem, Operation? operation)
    {
        if (problem.File is { } file)
        {
            return problem.Line == 0 ? file : $"{file}:{problem.Line}:{problem.Column}";
        }

        var path = FirstWord().Match(problem.Message).Value;
        return operation is not null && Contract.Of(operation.Request).Find(path.Split('.', '[')[0]) is not null ? path : "";
    }

    private static void Any(ProtoWriter status, string type, Action<ProtoWriter> content) => Within(status, 3, any =>
    {
        any.Text(1, "type.googleapis.com/google.rpc." + type);
        Within(any, 2, content);
    });

    private static void Within(ProtoWriter writer, int number, Action<ProtoWriter> content)
    {
        var begun = writer.Begin(number);
        content(writer);
        writer.End(begun);
    }

    [GeneratedRegex(@"^[\w.\[\]]+(?=[ :])")]
    private static partial Regex FirstWord();
}
