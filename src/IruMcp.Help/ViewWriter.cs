using System.Globalization;
using System.Xml.Linq;

namespace IruMcp.Help;

/// <summary>Writes the XML that PowerShell's formatting reads.</summary>
internal static class ViewWriter
{
    private const string Tenant = "Iru.";

    /// <summary>Adds the views to those of a file. What is written is for PowerShell alone, in every import: one file, and in it no comment
    /// and no space between elements, each of which PowerShell would compare with the name of every element that may stand there.</summary>
    public static void Write(string path, string handWritten, IEnumerable<View> views)
    {
        XDocument all = XDocument.Load(handWritten);
        all.DescendantNodes().OfType<XComment>().Remove();
        all.Root!.Element("ViewDefinitions")!.Add(views.Select(view => new XElement("View",
            new XElement("Name", view.TypeName),
            new XElement("ViewSelectedBy", new XElement("TypeName", view.TypeName)),
            view.IsTable ? Table(view) : List(view))));
        all.Save(path, SaveOptions.DisableFormatting);
    }

    /// <summary>Writes what PowerShell completes after a command for a tool, which names such a type as its output. No object has the types'
    /// names, which end in #Properties: as members of the objects' own types the properties would be there also where the API gives none.</summary>
    public static void WriteProperties(string path, IEnumerable<View> views) => new XDocument(
        new XElement("Types", views.Where(view => view.TypeName.StartsWith(Tenant, StringComparison.Ordinal)).GroupBy(view => view.TypeName + "#Properties").Select(type => new XElement("Type",
            new XElement("Name", type.Key),
            new XElement("Members", type.SelectMany(view => view.Columns).SelectMany(column => column.Paths)
                .Select(property => property.Split('.')[0]).Distinct().Select(property =>
                    new XElement("NoteProperty", new XElement("Name", property), new XElement("Value", property)))))))).Save(path);

    private static XElement Table(View view) => new("TableControl",
        new XElement("TableHeaders", view.Columns.Select(column => new XElement("TableColumnHeader",
            new XElement("Label", column.Label),
            column.Width is { } width ? new XElement("Width", width.ToString(CultureInfo.InvariantCulture)) : null,
            column.IsRight ? new XElement("Alignment", "Right") : null))),
        new XElement("TableRowEntries", new XElement("TableRowEntry",
            new XElement("TableColumnItems", view.Columns.Select(column => new XElement("TableColumnItem", Cell(column)))))));

    private static XElement List(View view) => new("ListControl",
        new XElement("ListEntries", new XElement("ListEntry",
            new XElement("ListItems", view.Columns.Select(column => new XElement("ListItem",
                new XElement("ItemSelectionCondition", new XElement("ScriptBlock", ViewScript.HasValue(column))),
                new XElement("Label", column.Label),
                Cell(column)))))));

    private static XElement Cell(ViewColumn column) => ViewScript.Of(column) is { } script
        ? new XElement("ScriptBlock", script)
        : new XElement("PropertyName", column.Paths[0]);
}
