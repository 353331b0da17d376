using IruMcp.Simulator.Faults;

namespace IruMcp.Simulator.Hosting;

/// <summary>What <c>--help</c> says.</summary>
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

        Where it listens, how it is watched
          --port N              port of the two endpoints (0: any free one; default)
          --control-port N      port of the control address (0: any free one; default)
          --parent-pid N        end when that process ends
          --log                 one JSON line per request on stderr

        Tenant
          --devices N           size of the fleet (250)
          --seed N              another seed, another fleet (1)
          --api-key KEY  --profile ID
          --permissions all|readonly|none   what the key may do (all)
          --visibility all|allowed          which tools it sees: all of them, or those it may call (all)

        Server
          --server-name NAME  --server-version V   what initialize says (kandji-mcp 3.4.4)
          --protocol VERSION    newest protocol version it speaks (2025-11-25); 2026-07-28 adds server/discover
          --session             sessions with Mcp-Session-Id (default: stateless)
          --json                plain JSON answers on mcp too (default: an event stream)
          --latency MS          waits before each answer (0)
          --rate N              tool calls that are let through in each second; the others get HTTP 429 (0: all; default)
          --rate-as-text        the others get HTTP 200 and the API's error as text instead

        Tools
          --naming iru|foreign  names as on the live server, or an entirely different scheme (iru)
          --schema FORM         flat (default), nested (body fields under "body"), ref ($ref and $defs), nullable (anyOf null);
                                several joined by commas
          --tools-per-page N    pages tools/list (0: one page; default)
          --annotations none|honest|lying   (none)
          --structured [only]   structuredContent beside the text; only: the text is but a summary
          --error-style envelope|text       form of a failed REST request (envelope)

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
