// What one connection of HTTP/2 may ask of an engine: node bounds.cjs URL CA. Prints its settings, how it takes a head that is too
// long, and whether it still answers a connection that has opened and reset many streams.
const http2 = require('http2');
const fs = require('fs');

const [url, ca] = process.argv.slice(2);

function connect() {
  return new Promise(resolve => {
    const session = http2.connect(url, { ca: fs.readFileSync(ca), maxSendHeaderBlockLength: 1 << 20 });
    session.on('error', () => {});
    session.on('remoteSettings', () => resolve(session));
  });
}

function ask(session, headers) {
  return new Promise(resolve => {
    const stream = session.request({ ':path': '/healthz', ...headers });
    stream.on('response', head => resolve(head[':status']));
    stream.on('error', () => resolve('refused'));
    stream.on('close', () => resolve('closed'));
    stream.resume();
  });
}

async function main() {
  const session = await connect();
  const { maxConcurrentStreams, maxHeaderListSize } = session.remoteSettings;
  for (let i = 0; i < 5000 && !session.destroyed; i++) {
    const stream = session.request({ ':path': '/healthz' });
    stream.on('error', () => {});
    stream.close(http2.constants.NGHTTP2_CANCEL);
  }
  const afterwards = session.destroyed ? 'ended' : await ask(session, {});
  const long = await ask(await connect(), Object.fromEntries(Array.from({ length: 90 }, (_, i) => ['x-' + i, 'y'.repeat(1000)])));
  const other = await ask(await connect(), {});
  console.log(JSON.stringify({ maxConcurrentStreams, maxHeaderListSize, afterwards, long, other }));
  process.exit(0);
}

main();
