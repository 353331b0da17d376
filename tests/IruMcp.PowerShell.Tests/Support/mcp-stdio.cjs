// Speaks to a program over stdio, one JSON message a line, and prints one line of JSON with what it said.
//   node mcp-stdio.cjs bridge <command> [argument...]   initialize, then tools/list: {"tools":[names]}
//   node mcp-stdio.cjs codex  <command> [argument...]   Codex's app-server: {"servers":[{"name","tools","error"}]}
const { spawn } = require('child_process');
const [kind, command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
const common = kind === 'bridge' ? { jsonrpc: '2.0' } : {};
const say = (message) => child.stdin.write(JSON.stringify({ ...common, ...message }) + '\n');
const end = (result) => { console.log(JSON.stringify(result)); child.kill(); process.exit(result.failure ? 1 : 0); };
setTimeout(() => end({ failure: 'no answer in time' }), 60000).unref();
child.on('exit', (code) => end({ failure: `the program ended with ${code}` }));

let rest = '';
child.stdout.on('data', (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  for (const line of lines) {
    let message;
    try { message = JSON.parse(line); } catch { continue; }
    if (message.error && message.id !== undefined) end({ failure: message.error.message });
    if (message.id === 1) {
      say(kind === 'bridge' ? { method: 'notifications/initialized' } : { method: 'initialized' });
      say(kind === 'bridge' ? { id: 2, method: 'tools/list' } : { id: 2, method: 'mcpServerStatus/list', params: {} });
    }
    if (message.id === 2) {
      end(kind === 'bridge'
        ? { tools: message.result.tools.map((tool) => tool.name) }
        : { servers: message.result.data.map((server) => ({ name: server.name, tools: Object.keys(server.tools ?? {}), error: server.toolsError ?? null })) });
    }
  }
});
const clientInfo = { name: 'irumcp-tests', version: '1.0.0' };
say({ id: 1, method: 'initialize', params: kind === 'bridge'
  ? { protocolVersion: '2025-06-18', capabilities: {}, clientInfo }
  : { clientInfo, capabilities: { experimentalApi: true } } });
