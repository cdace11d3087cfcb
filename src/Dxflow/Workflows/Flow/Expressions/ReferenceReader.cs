using System.Globalization;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Expressions;

/// <summary>
/// Reads a reference from its first word to its last, so that a wrong one is told apart by name: which scopes there are, what a
/// step or a service has, and what this version does not know yet.
/// </summary>
internal sealed class ReferenceReader(ExpressionParser parser)
{
    public Reference Read()
    {
        var root = parser.Current;
        parser.Advance();
        switch (root.Text)
        {
            case "inputs":
                return new Reference(ReferenceKind.Input, Member("inputs", "an input's name"));
            case "workflow":
                var part = Word("workflow", ["inputs"]);
                return new Reference(ReferenceKind.WorkflowInput, Member("workflow." + part, "an input's name"));
            case "steps":
                return Step(Service("steps", "a step's name"));
            case "services":
                return OfService(Service("services", "a service's name"));
            case "volumes":
                return new Reference(ReferenceKind.Volume, Service("volumes", "a volume's name"));
            case "secrets":
                return new Reference(ReferenceKind.Secret, Service("secrets", "a secret's name"));
            case "run":
                return Run(Word("run", ["id", "number", "workflow", "state", "reason", "failed"]));
            case "index":
                return new Reference(ReferenceKind.Index);
            case "each":
                return new Reference(ReferenceKind.Each, Member("each", "a name of `each`"));
            case "turn":
                return new Reference(ReferenceKind.Turn);
            default:
                return new Reference(ReferenceKind.TurnOutput, Member("outputs", "an output's name"));
        }
    }

    private Reference Step(string step) => Word($"steps.{step}", ["outputs", "status", "ok_count", "failed_count", "turns"]) switch
    {
        "outputs" => new Reference(ReferenceKind.StepOutput, step, Member($"steps.{step}.outputs", "an output's name")),
        "status" => new Reference(ReferenceKind.StepStatus, step),
        "ok_count" => new Reference(ReferenceKind.StepOkCount, step),
        "failed_count" => new Reference(ReferenceKind.StepFailedCount, step),
        _ => new Reference(ReferenceKind.StepTurns, step, Member($"steps.{step}.turns", "an output's name")),
    };

    private Reference OfService(string service)
    {
        if (Word($"services.{service}", ["host", "port"]) == "host")
        {
            return new Reference(ReferenceKind.ServiceHost, service);
        }

        parser.Expect("(", $"a port is asked for by the service's own number: services.{service}.port(8080)");
        var token = parser.Current;
        if (token.Kind != TokenKind.Int || !int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > 65535)
        {
            throw new SyntaxError($"a port is a number from 1 to 65535, not {token.Shown}", token.Start);
        }

        parser.Advance();
        parser.Expect(")", "'(' has no ')'");
        return new Reference(ReferenceKind.ServicePort, service, Port: port);
    }

    private static Reference Run(string member) => new(member switch
    {
        "id" => ReferenceKind.RunId,
        "number" => ReferenceKind.RunNumber,
        "workflow" => ReferenceKind.RunWorkflow,
        "state" => ReferenceKind.RunState,
        "reason" => ReferenceKind.RunReason,
        _ => ReferenceKind.RunFailed,
    });

    // A name in a scope whose names may hold '-' and '.': behind a dot up to the next dot, or quoted in brackets.
    private string Service(string scope, string wanted)
    {
        if (parser.Current.Is("["))
        {
            return Bracketed(scope, wanted);
        }

        if (!parser.Current.Is("."))
        {
            throw Incomplete(scope, wanted);
        }

        parser.Advance(dashes: true);
        return Take(scope, wanted);
    }

    private string Member(string scope, string wanted)
    {
        if (parser.Current.Is("["))
        {
            return Bracketed(scope, wanted);
        }

        if (!parser.Take("."))
        {
            throw Incomplete(scope, wanted);
        }

        return Take(scope, wanted);
    }

    private string Bracketed(string scope, string wanted)
    {
        parser.Advance();
        var token = parser.Current;
        if (token.Kind != TokenKind.Text)
        {
            throw new SyntaxError($"{scope}[…] takes {wanted} in quotes, not {token.Shown}", token.Start,
                "names are fixed when the plan is made");
        }

        parser.Advance();
        parser.Expect("]", "'[' has no ']'");
        return token.Text;
    }

    private string Take(string scope, string wanted)
    {
        var token = parser.Current;
        if (token.Kind != TokenKind.Name)
        {
            throw Incomplete(scope, wanted);
        }

        parser.Advance();
        return token.Text;
    }

    private string Word(string scope, IReadOnlyList<string> known)
    {
        var start = parser.Current.Start;
        var word = Member(scope, $"one of {string.Join(", ", known)}");
        return known.Contains(word) ? word : throw new SyntaxError(
            $"{scope} has no '{word}'{NearestName.Hint(word, known)}", start, $"it has {string.Join(", ", known)}");
    }

    private SyntaxError Incomplete(string scope, string wanted) =>
        new($"{wanted} is missing after '{scope}'; here is {parser.Current.Shown}", parser.Current.Start);
}
