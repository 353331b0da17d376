// Servers written by others listen on every interface; here they get a handle that is bound to loopback.
const net = require('net');
const { TCP, constants } = process.binding('tcp_wrap');
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...args) {
  const options = typeof args[0] === 'object' && args[0] !== null ? args[0] : { port: Number(args[0] ?? 0) };
  if (options.path !== undefined || options instanceof TCP || Number.isNaN(options.port)) return listen.apply(this, args);
  const handle = new TCP(constants.SERVER);
  const error = handle.bind('127.0.0.1', options.port ?? 0);
  if (error !== 0) throw new Error(`bind failed: ${error}`);
  const callback = args.find((argument) => typeof argument === 'function');
  return listen.call(this, handle, callback);
};
