using System.Globalization;
using System.Text;

namespace IruMcp.Core.Tests.Hosts;

/// <summary>Random files of a client, in whatever layout people and programs leave them.</summary>
internal sealed class GeneratedDocuments(Random random)
{
    private static readonly string[] Texts = ["", "a", "}{][,:", "\\\" \\\\ \\/", "\\u00e9\\ud83d\\ude00", "é 😀 ß", "// no comment", "/* none */", "${env:X}", "# none"];
    private static readonly string[] Names = ["a", "b c", "iru2", "ü", "url", "inputs", "x.y", "\\\"q", "Iru"];

    private string _newLine = "\n";
    private string _unit = "  ";
    private bool _comments;

    /// <summary>A JSON document, which may have an object of servers under a key.</summary>
    public string Json(string top, bool comments)
    {
        _comments = comments;
        _newLine = Pick("\n", "\n", "\r\n");
        _unit = Pick("  ", "    ", "\t", " ");
        var members = Members(0);
        if (random.Next(4) > 0)
            members.Insert(random.Next(members.Count + 1), ($"\"{top}\"", random.Next(5) == 0 ? Pick("{}", "{ }", "{" + _newLine + "}") : Object(Members(1), 1)));
        var text = Comment(own: true) + Object(members, 0) + Pick("", _newLine, _newLine + _newLine, "  ") + Comment(own: false);
        return random.Next(20) == 0 ? Pick("", " ", "{}", "{}" + _newLine) : text;
    }

    /// <summary>A TOML document, which may have tables of servers.</summary>
    public string Toml(string top)
    {
        _newLine = Pick("\n", "\n", "\r\n");
        var text = new StringBuilder();
        for (var i = random.Next(4); i > 0; i--)
            text.Append(TomlPair($"k{i}"));
        if (random.Next(6) == 0)
            text.Append(top).Append(".dotted.url = 'u'").Append(_newLine);
        else if (random.Next(6) == 0)
            text.Append('[').Append(top).Append(']').Append(_newLine).Append("near.url = 'u'").Append(_newLine);
        for (var i = random.Next(5); i > 0; i--)
        {
            text.Append(Pick("", _newLine, "# about the next" + _newLine, "  # c" + _newLine + _newLine));
            text.Append(Pick($"[{top}.s{i}]", $"[{top}.\"s {i}\"]", $"[t{i}]", $"[[list{i}]]", $"[ {top} . s{i} ] # c")).Append(_newLine);
            for (var pairs = random.Next(4); pairs > 0; pairs--)
                text.Append(TomlPair($"p{pairs}"));
        }

        var result = text.ToString() + Pick("", "", _newLine, "# end", "# end" + _newLine);
        return random.Next(3) == 0 ? result.TrimEnd('\r', '\n') : result;
    }

    private string TomlPair(string key) => Pick("", "", "  ", "\t") + key + Pick(" = ", "=", "  =\t") + Pick(
        "1", "1.5e3", "true", "'x # y'", "\"a \\\"b\\\" \\u00e9\"", "[1, 2]", $"[{_newLine}  'a', # c{_newLine}  'b',{_newLine}]", "{ a = 1, b = 'x' }",
        $"\"\"\"{_newLine}[not.a.table]{_newLine}\"\"\"", $"'''{_newLine}[nor.this]'''", "2026-11-22T10:00:00Z") + Pick("", "", " # c", "  ") + _newLine;

    private List<(string Name, string Value)> Members(int depth) =>
        [.. Names.OrderBy(_ => random.Next()).Take(random.Next(4)).Select(name => ($"\"{name}\"", Value(depth + 1)))];

    private string Value(int depth) => random.Next(depth > 3 ? 5 : 8) switch
    {
        0 => $"\"{Pick(Texts)}\"",
        1 => Pick("0", "-1", "12.50e+3", "9007199254740991", "1E2"),
        2 => Pick("true", "false", "null"),
        3 => Pick("[]", "[ ]", "[1,2 , 3]", "[ \"a\", {} ]"),
        4 => Pick("{}", "{ }"),
        5 => "[" + _newLine + Indent(depth) + Value(depth + 1) + "," + _newLine + Indent(depth) + random.Next().ToString(CultureInfo.InvariantCulture) + _newLine + "]",
        _ => Object(Members(depth), depth),
    };

    private string Object(List<(string Name, string Value)> members, int depth)
    {
        var isOneLine = random.Next(3) == 0;
        var space = Pick("", " ");
        var text = new StringBuilder("{");
        for (var i = 0; i < members.Count; i++)
        {
            var isLast = i == members.Count - 1;
            text.Append(isOneLine ? space : _newLine + Indent(depth + 1));
            if (!isOneLine && random.Next(8) == 0)
                text.Append(Comment(own: true)).Append(Indent(depth + 1));
            text.Append(members[i].Name).Append(Pick(":", ": ", " : ")).Append(members[i].Value);
            text.Append(isOneLine ? BlockComment() : Pick("", "", " ", BlockComment()));
            if (!isLast || _comments && random.Next(3) == 0)
                text.Append(',');
            if (!isOneLine && _comments && random.Next(4) == 0)
                text.Append(" // , } ").Append(random.Next(9));
        }

        return text.Append(isOneLine || members.Count == 0 ? space : _newLine + Indent(depth)).Append('}').ToString();
    }

    private string BlockComment() => _comments && random.Next(6) == 0 ? Pick(" /* , } */", "/**/", " /* // */ ") : "";

    private string Comment(bool own) => _comments && random.Next(5) == 0 ? Pick("// {", "/* \" */") + (own ? _newLine : "") : "";

    private string Indent(int depth) => string.Concat(Enumerable.Repeat(_unit, depth));

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
