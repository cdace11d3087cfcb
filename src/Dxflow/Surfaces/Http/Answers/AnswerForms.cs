using Dxflow.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Dxflow.Surfaces.Http.Answers;

/// <summary>How the records of a stream are written.</summary>
internal enum StreamForm
{
    Events,
    Lines,
}

/// <summary>What <c>Accept</c> allows. Quality values only order; nothing of ours has two forms but streams.</summary>
internal static class AnswerForms
{
    public const string Json = "application/json";
    public const string Events = "text/event-stream";
    public const string Lines = "application/x-ndjson";

    public static StreamForm Choose(HttpRequest request, Shape shape)
    {
        if (request.Headers.Accept.Count == 0)
        {
            return StreamForm.Events;
        }

        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted);
        var ordered = (accepted ?? []).Where(static type => type.Quality is not 0).OrderByDescending(static type => type.Quality ?? 1);
        string[] offered = shape switch
        {
            Shape.Stream => [Events, Lines],
            Shape.Duplex => [Lines],
            Shape.Download => [],
            _ => [Json],
        };
        if (offered.Length == 0)
        {
            return StreamForm.Events;
        }

        foreach (var type in ordered)
        {
            if (offered.FirstOrDefault(one => MediaTypeHeaderValue.Parse(one).IsSubsetOf(type)) is { } chosen)
            {
                return chosen == Lines ? StreamForm.Lines : StreamForm.Events;
            }
        }

        throw HttpRefusal.Accept(string.Join(" or ", offered));
    }
}
