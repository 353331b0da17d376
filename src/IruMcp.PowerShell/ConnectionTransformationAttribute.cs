using System.Management.Automation;
using IruMcp.Connections;

namespace IruMcp.PowerShell;

/// <summary>Accepts a connection or the name of an open one, and explains why anything else does not work.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConnectionTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var wrapped = inputData as PSObject;
        switch (wrapped?.BaseObject ?? inputData)
        {
            case IruConnection connection:
                return connection;
            case string name:
                return RunspaceConnections.Find(name)
                    ?? throw new ArgumentTransformationMetadataException(
                        $"There is no open connection named '{name}' in this runspace. Get-IruMcpConnection lists them; Connect-IruMcp opens one.");
            case System.Collections.IList { Count: 1 } single:
                return Transform(engineIntrinsics, single[0]!);
        }

        if (wrapped?.TypeNames.Any(name => name.StartsWith("Deserialized.", StringComparison.Ordinal)) == true)
            throw new ArgumentTransformationMetadataException(
                "This connection came out of a job, a remote session or a file and is only a picture of the real one. " +
                "Open a connection where it is used: run Connect-IruMcp there.");
        throw new ArgumentTransformationMetadataException("A connection from Connect-IruMcp, or the name of an open one, is needed here.");
    }
}
