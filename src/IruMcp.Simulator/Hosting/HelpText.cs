using IruMcp.Simulator.Faults;

namespace IruMcp.Simulator.Hosting;

/// <summary>What <c>--help</c> says before it lists the options.</summary>
internal static class HelpText
{
    public static string Text => $$"""
        A simulated Iru tenant behind an MCP endpoint, on the loopback interface only.

        When it is ready it prints one line of JSON: {"ready":true,"mcp":URL,"raw":URL,"control":URL,"apiKey":KEY,"profile":ID,"pid":N}
        It ends on SIGTERM, on Ctrl+C, on POST /shutdown at the control address, and with the process of --parent-pid.

        Endpoints
          mcp      built on the C# MCP SDK's server
          raw      the same tenant behind hand-written JSON-RPC, plain JSON answers
          Both want the headers X-API-Key and X-MCP-Profile.

        Names under the iru scheme: known live names as they are; a GET without identifiers is "get-" and its path; any other
        its documented title in kebab-case (a GET then begins with get or list); of two equal ones the device action gets
        "device-" after its verb. Arguments have the REST names; a name in the wrong case is ignored; a number over its
        maximum is an input validation error. A command is pending when first listed and completed when listed again.
        A query for one whole serial number without limit or offset answers a single object instead of a list.

        Control address (plain JSON)
          POST /faults          {"fault":NAME,"tool":"get-devices" or "*","method":"tools/call","count":N,"after":K,
                                 "retryAfter":S,"delayMs":M}; all but fault may be left out: any tool, tools/call, once,
                                 at once, no Retry-After, 2000 ms; count 0 is for ever
          GET /faults  DELETE /faults
          GET /log  DELETE /log every request in the order received; values of secret headers as sha256:... of the value
          POST /settings        {"permissions":...,"visibility":...,"latency":...,"rate":...,
                                "commandListings":N,"commandEnd":"Completed|Failed|NotNow"} change while it runs
          GET /state/devices/ID {"exists":true,...} or {"exists":false}
          GET /state/summary    counts
          DELETE /sessions      forgets all sessions
          POST /shutdown

        Faults
        {{string.Join("\n", FaultNames.All.Select(f => $"  {f.Key,-22}{f.Value}"))}}
        """;
}
