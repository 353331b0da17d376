// The server that the conformance suite's tool scenarios ask for, built on the TypeScript SDK. What they test is how much of it comes
// through the bridge, whose upstream it is.
//   node conformance-server.cjs <folder of node_modules> <port>
const http = require('http');
const path = require('path');
const { randomUUID } = require('crypto');
const [modules, port] = process.argv.slice(2);
const load = (name) => require(require.resolve(`@modelcontextprotocol/sdk/${name}`, { paths: [path.dirname(modules)] }));
const { Server } = load('server/index.js');
const { StreamableHTTPServerTransport } = load('server/streamableHttp.js');
const types = load('types.js');

const picture = { type: 'image', mimeType: 'image/png', data: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==' };
const sound = { type: 'audio', mimeType: 'audio/wav', data: 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=' };
const text = (value) => ({ type: 'text', text: value });
const resource = (uri, mimeType, value) => ({ type: 'resource', resource: { uri, mimeType, text: value } });
const pause = () => new Promise((done) => setTimeout(done, 50));
const titled = (word) => [1, 2, 3].map((number) => ({ const: `value${number}`, title: `${word} ${number}` }));
const options = ['option1', 'option2', 'option3'];
const string = { type: 'string' };

async function ask(extra, message, properties, required) {
  const requestedSchema = { type: 'object', properties, ...(required && { required }) };
  const answer = await extra.sendRequest({ method: 'elicitation/create', params: { message, requestedSchema } }, types.ElicitResultSchema);
  return [text(`Elicitation completed: action=${answer.action}, content=${JSON.stringify(answer.content)}`)];
}

const tools = {
  test_simple_text: () => [text('This is a simple text response for testing.')],
  test_image_content: () => [picture],
  test_audio_content: () => [sound],
  test_embedded_resource: () => [resource('test://embedded-resource', 'text/plain', 'This is an embedded resource content.')],
  test_multiple_content_types: () => [text('Multiple content types test:'), picture, resource('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}')],
  test_error_handling: () => { throw new Error('This tool intentionally returns an error for testing'); },
  test_tool_with_logging: async (_, extra) => {
    for (const data of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      await extra.sendNotification({ method: 'notifications/message', params: { level: 'info', data } });
      if (!data.endsWith('completed')) await pause();
    }
    return [text('Said three things.')];
  },
  test_tool_with_progress: async (_, extra) => {
    const progressToken = extra._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      if (progressToken !== undefined) await extra.sendNotification({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
      if (progress < 100) await pause();
    }
    return [text('Went all the way.')];
  },
  test_elicitation: (args, extra) => ask(extra, args.message, { username: string, email: string }, ['username', 'email']),
  test_elicitation_sep1034_defaults: (_, extra) => ask(extra, 'Defaults', {
    name: { type: 'string', default: 'John Doe' },
    age: { type: 'integer', default: 30 },
    score: { type: 'number', default: 95.5 },
    status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
    verified: { type: 'boolean', default: true },
  }),
  test_elicitation_sep1330_enums: (_, extra) => ask(extra, 'Choices', {
    untitledSingle: { type: 'string', enum: options },
    titledSingle: { type: 'string', oneOf: titled('Option') },
    legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['Option One', 'Option Two', 'Option Three'] },
    untitledMulti: { type: 'array', items: { type: 'string', enum: options } },
    titledMulti: { type: 'array', items: { anyOf: titled('Choice') } },
  }),
  json_schema_2020_12_tool: () => [text('Never called.')],
};
const schemas = {
  test_elicitation: { type: 'object', properties: { message: string }, required: ['message'] },
  json_schema_2020_12_tool: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    $defs: { address: { type: 'object', properties: { street: string, city: string } } },
    properties: { name: string, address: { $ref: '#/$defs/address' } },
    additionalProperties: false,
  },
};

async function open() {
  const server = new Server({ name: 'conformance', version: '1' }, { capabilities: { tools: {}, logging: {} } });
  server.setRequestHandler(types.ListToolsRequestSchema, () => ({
    tools: Object.keys(tools).map((name) => ({
      name, description: `The suite's ${name}.`, inputSchema: schemas[name] ?? { type: 'object', properties: {} }, annotations: { readOnlyHint: true },
    })),
  }));
  server.setRequestHandler(types.CallToolRequestSchema, async (request, extra) => {
    try {
      return { content: await tools[request.params.name](request.params.arguments ?? {}, extra) };
    } catch (failure) {
      return { isError: true, content: [text(failure.message)] };
    }
  });
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: randomUUID, onsessioninitialized: (id) => { sessions.set(id, transport); } });
  await server.connect(transport);
  return transport;
}

const sessions = new Map();
http.createServer(async (request, response) => {
  const transport = sessions.get(request.headers['mcp-session-id']) ?? await open();
  await transport.handleRequest(request, response);
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));
