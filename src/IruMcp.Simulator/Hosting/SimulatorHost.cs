using System.Net;
using System.Text.Json.Nodes;
using IruMcp.Simulator.Control;
using IruMcp.Simulator.Faults;
using IruMcp.Simulator.Protocol;
using IruMcp.Simulator.Rest;
using IruMcp.Simulator.Tenant;
using IruMcp.Simulator.Tools;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace IruMcp.Simulator.Hosting;

/// <summary>Puts the parts together and runs the two web servers: the endpoints and the control address.</summary>
public static class SimulatorHost
{
    public const string McpPath = "/mcp-server/connector/kandji/tools";
    public const string RawPath = "/raw/mcp-server/connector/kandji/tools";

    public static async Task RunAsync(SimulatorOptions options)
    {
        var tenant = new SimulatedTenant(options.Devices, options.Seed);
        var catalogue = new ToolCatalogue(options);
        var runner = new ToolRunner(catalogue, RestRoutes.CreateAll(), tenant, options);
        var faults = new FaultBoard();
        var log = new RequestLog(options.Log);
        var sessions = new SessionTable();
        var handler = new DoorHandler(log, faults, sessions, options);
        var mcp = new SdkDoor(catalogue, runner, options);
        var raw = new RawDoor(catalogue, runner, options);

        await using WebApplication control = NewServer(options.ControlPort);
        new ControlRoutes(faults, log, tenant, sessions, options).Map(control);
        await control.StartAsync();
        string controlAddress = AddressOf(control);
        handler.RedirectTarget = controlAddress.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + "/redirect-target";

        await using WebApplication endpoints = NewServer(options.Port);
        endpoints.Map(McpPath, http => handler.HandleAsync(http, mcp));
        endpoints.Map(RawPath, http => handler.HandleAsync(http, raw));
        await endpoints.StartAsync();

        SayReady(options, AddressOf(endpoints), controlAddress);
        await Task.WhenAny(control.WaitForShutdownAsync(), ParentWatch.WaitForEndAsync(options.ParentProcessId));
        await sessions.CloseAllAsync();
    }

    private static WebApplication NewServer(int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        return builder.Build();
    }

    private static string AddressOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private static void SayReady(SimulatorOptions options, string endpoints, string control)
    {
        var line = new JsonObject
        {
            ["ready"] = true,
            ["mcp"] = endpoints + McpPath,
            ["raw"] = endpoints + RawPath,
            ["control"] = control,
            ["apiKey"] = options.ApiKey,
            ["profile"] = options.Profile,
            ["pid"] = Environment.ProcessId,
        };
        Console.Out.WriteLine(line.ToJsonString(RpcJson.Readable));
        Console.Out.Flush();
    }
}
