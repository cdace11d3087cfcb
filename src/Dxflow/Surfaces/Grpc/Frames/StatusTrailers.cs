using System.Globalization;
using System.Text;
using Dxflow.Operations;
using Microsoft.AspNetCore.Http;

namespace Dxflow.Surfaces.Grpc.Frames;

/// <summary>How a call ended, behind the last message; where nothing was sent yet, in the head of an answer that is nothing else.</summary>
internal static class StatusTrailers
{
    private const int MessageCharactersMax = 512;

    public static void Ok(HttpContext context) => context.Response.AppendTrailer("grpc-status", "0");

    public static void Fail(HttpContext context, GrpcCode code, FaultInfo fault, Operation? operation)
    {
        var detail = fault.Detail.Length <= MessageCharactersMax ? fault.Detail : fault.Detail[..MessageCharactersMax] + "…";
        Set(context, "grpc-status", ((int)code).ToString(CultureInfo.InvariantCulture));
        Set(context, "grpc-message", Escaped(detail));
        var details = StatusDetails.Write(code, fault, detail, operation);
        Set(context, "grpc-status-details-bin", Convert.ToBase64String(details.Span).TrimEnd('='));
    }

    /// <summary>Percent-encoded but for what is plain in a header.</summary>
    public static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            _ = one is >= 0x20 and <= 0x7E and not (byte)'%'
                ? escaped.Append((char)one)
                : escaped.Append('%').Append(one.ToString("X2", CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }

    private static void Set(HttpContext context, string name, string value)
    {
        if (context.Response.HasStarted)
        {
            context.Response.AppendTrailer(name, value);
        }
        else
        {
            context.Response.Headers[name] = value;
        }
    }
}
