// Puts an MCP server that speaks over stdio behind an HTTP address, for test suites that know addresses only.
//   node stdio-http.cjs <port> <command> [argument...]      one process of the server for each session
const http = require('http');
const { spawn } = require('child_process');
const { randomUUID } = require('crypto');
const [port, command, ...args] = process.argv.slice(2);
const sessions = new Map();

function open() {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const session = { id: randomUUID(), child, waiting: new Map(), streams: new Set() };
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines.filter(Boolean)) {
      const message = JSON.parse(line);
      const answered = message.method === undefined && session.waiting.get(JSON.stringify(message.id));
      if (answered) {
        session.waiting.delete(JSON.stringify(message.id));
        answered(line);
      } else for (const stream of session.streams) stream.write(`event: message\ndata: ${line}\n\n`);
    }
  });
  child.on('exit', () => sessions.delete(session.id));
  sessions.set(session.id, session);
  return session;
}

http.createServer((request, response) => {
  const host = request.headers.host ?? '';
  if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host) || (request.headers.origin && !/^https?:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/.test(request.headers.origin)))
    return response.writeHead(403).end();
  let body = '';
  request.on('data', (chunk) => { body += chunk; }).on('end', () => {
    let session = sessions.get(request.headers['mcp-session-id']);
    if (request.method === 'DELETE') { session?.child.stdin.end(); return response.writeHead(200).end(); }
    if (request.method !== 'POST') return response.writeHead(405).end();
    const message = JSON.parse(body);
    if (!session && message.method === 'initialize') session = open();
    if (!session) return response.writeHead(400).end();
    session.child.stdin.write(JSON.stringify(message) + '\n');
    if (message.id === undefined || message.method === undefined) return response.writeHead(202).end();
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Mcp-Session-Id': session.id });
    session.streams.add(response);
    session.waiting.set(JSON.stringify(message.id), (line) => {
      session.streams.delete(response);
      response.end(`event: message\ndata: ${line}\n\n`);
    });
  });
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));
