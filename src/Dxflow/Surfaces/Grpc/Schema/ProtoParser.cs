using System.Globalization;
using System.Text.RegularExpressions;

namespace Dxflow.Surfaces.Grpc.Schema;

/// <summary>
/// Reads the <c>.proto</c> files that are part of the product: those that <see cref="ProtoText"/> wrote and a few small ones. Knows
/// what these use of proto3 and no more; comments are left out.
/// </summary>
internal sealed partial class ProtoParser
{
    private readonly List<string> _tokens;
    private int _at;

    private ProtoParser(string text)
    {
        var tokens = Token().Matches(text).Select(static match => match.Value);
        _tokens = [.. tokens.Where(static token => !token.StartsWith("//", StringComparison.Ordinal))];
    }

    /// <exception cref="FormatException">This is none of our files.</exception>
    public static ProtoFile Parse(string text) => new ProtoParser(text).File();

    private ProtoFile File()
    {
        var package = "";
        var imports = new List<string>();
        var services = new List<ProtoService>();
        var messages = new List<ProtoMessage>();
        var enums = new List<ProtoEnum>();
        while (_at < _tokens.Count)
        {
            switch (Next())
            {
                case "syntax":
                    Skip("=");
                    Next();
                    Skip(";");
                    break;
                case "package":
                    package = Next();
                    Skip(";");
                    break;
                case "import":
                    imports.Add(Next().Trim('"'));
                    Skip(";");
                    break;
                case "service":
                    services.Add(Service());
                    break;
                case "message":
                    messages.Add(Message());
                    break;
                case "enum":
                    enums.Add(Enum());
                    break;
                case var other:
                    throw new FormatException($"'{other}' is not known here.");
            }
        }

        return new ProtoFile(package, imports, services, messages, enums);
    }

    private ProtoService Service()
    {
        var name = Open();
        var methods = new List<ProtoMethod>();
        while (!Is("}"))
        {
            Skip("rpc");
            var method = Next();
            Skip("(");
            var sent = Is("stream");
            var input = Next();
            Skip(")");
            Skip("returns");
            Skip("(");
            var answered = Is("stream");
            methods.Add(new ProtoMethod(method, input, Next(), sent, answered));
            Skip(")");
            Skip(";");
        }

        return new ProtoService(name, methods);
    }

    private ProtoMessage Message()
    {
        var name = Open();
        var fields = new List<ProtoField>();
        var reserved = ProtoReserved.None;
        var choice = default(string);
        while (true)
        {
            if (Is("}"))
            {
                if (choice is null)
                {
                    return new ProtoMessage(name, fields, reserved);
                }

                choice = null;
            }
            else if (Is("oneof"))
            {
                choice = Open();
            }
            else if (Is("reserved"))
            {
                reserved = Reserved(reserved);
            }
            else
            {
                fields.Add(Field(choice));
            }
        }
    }

    private ProtoField Field(string? choice)
    {
        var label = Is("optional") ? ProtoLabel.Optional
            : Is("repeated") ? ProtoLabel.Repeated
            : Is("map") ? ProtoLabel.Map
            : ProtoLabel.Plain;
        if (label == ProtoLabel.Map)
        {
            Skip("<");
            Skip("string");
            Skip(",");
        }

        var type = Next();
        if (label == ProtoLabel.Map)
        {
            Skip(">");
        }

        var name = Next();
        Skip("=");
        return new ProtoField(name, Number(), type, label, choice);
    }

    private ProtoEnum Enum()
    {
        var name = Open();
        var values = new List<ProtoValue>();
        var reserved = ProtoReserved.None;
        while (!Is("}"))
        {
            if (Is("reserved"))
            {
                reserved = Reserved(reserved);
                continue;
            }

            var value = Next();
            Skip("=");
            values.Add(new ProtoValue(value, Number()));
        }

        return new ProtoEnum(name, values, reserved);
    }

    private ProtoReserved Reserved(ProtoReserved known)
    {
        do
        {
            var one = Next();
            known = one.StartsWith('"')
                ? known with { Names = [.. known.Names, one.Trim('"')] }
                : known with { Numbers = [.. known.Numbers, int.Parse(one, CultureInfo.InvariantCulture)] };
        }
        while (Is(","));
        Skip(";");
        return known;
    }

    private int Number()
    {
        var number = int.Parse(Next(), CultureInfo.InvariantCulture);
        Skip(";");
        return number;
    }

    private string Open()
    {
        var name = Next();
        Skip("{");
        return name;
    }

    private bool Is(string token)
    {
        var isIt = _at < _tokens.Count && _tokens[_at] == token;
        _at += isIt ? 1 : 0;
        return isIt;
    }

    private void Skip(string token)
    {
        if (!Is(token))
        {
            throw new FormatException($"'{token}' is wanted before '{(_at < _tokens.Count ? _tokens[_at] : "the end")}'.");
        }
    }

    private string Next() => _at < _tokens.Count ? _tokens[_at++] : throw new FormatException("The text ends too early.");

    [GeneratedRegex("//[^\n]*|\"[^\"\n]*\"|[A-Za-z0-9_.]+|[^\\s]")]
    private static partial Regex Token();
}
